package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.ImageException;
import java.util.ArrayList;
import java.util.List;

/**
 * The header of a scan.
 *
 * @param parts what is in it
 * @param first the first coefficient in zigzag order; of a lossless scan the predictor
 * @param last the last coefficient
 * @param high the bit that an earlier scan told last; 0 if none did
 * @param low the bit that this scan tells last
 */
record JpegScan(List<Part> parts, int first, int last, int high, int low) {
  private static final int MAX_BLOCKS = 10;
  private static final int MAX_LOW = 13;

  /**
   * A component in a scan.
   *
   * @param index of the component in its frame
   * @param dcTable 0 to 15, of which 0 to 3 may exist
   * @param acTable the same
   */
  record Part(int index, JpegComponent component, int dcTable, int acTable) {}

  /** Reads the header behind its marker. */
  static JpegScan read(JpegInput input, JpegFrame frame) throws ImageException {
    int length = input.u16();
    int count = input.u8();
    if (length != count * 2 + 6 || count < 1 || count > 4) {
      throw JpegInput.corrupt("a scan's header has a wrong length");
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int id = input.u8();
      int tables = input.u8();
      int index = frame.indexOf(id, parts);
      parts.add(new Part(index, frame.components().get(index), tables >> 4, tables & 15));
    }
    int first = input.u8();
    int last = input.u8();
    int bits = input.u8();
    return new JpegScan(parts, first, last, bits >> 4, bits & 15).checked();
  }

  private JpegScan checked() throws ImageException {
    int blocks = 0;
    for (Part part : parts) {
      blocks += part.component().across() * part.component().down();
    }
    if (parts.size() > 1 && blocks > MAX_BLOCKS) {
      throw JpegInput.corrupt("an MCU of a scan has %d blocks".formatted(blocks));
    }
    return this;
  }

  /** Whether it tells the coefficients of frequency 0, if it is one of a progressive frame. */
  boolean isDc() {
    return first == 0;
  }

  /** Whether it adds bits to coefficients that an earlier scan began. */
  boolean refines() {
    return high != 0;
  }

  /** Throws unless it may be a scan of a progressive frame. */
  void requireProgressive() throws ImageException {
    boolean valid = isDc() ? last == 0 : last >= first && last < 64 && parts.size() == 1;
    if (!valid || (refines() && low != high - 1) || low > MAX_LOW) {
      throw JpegInput.corrupt("a progressive scan has invalid parameters");
    }
  }
}
