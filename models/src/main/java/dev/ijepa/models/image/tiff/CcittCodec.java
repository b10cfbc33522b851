package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import java.util.Arrays;

/**
 * Black and white rows as fax machines send them. Source: ITU-T T.4 and T.6; TIFF 6.0, sections 10
 * and 11.
 *
 * <p>Rows whose runs are too short or too long are mended as libtiff does. Bits that are no code
 * are refused, where libtiff goes on with the next row.
 */
final class CcittCodec implements TiffCodec {
  private static final int TWO_DIMENSIONAL = 1;
  private static final int ROWS_BETWEEN_LOOKS = 64;

  private final TiffCompression compression;
  private final boolean twoDimensional;
  private final int width;
  private final int rowBytes;
  private final ImageGuard guard;
  private CcittRow row;
  private CcittRow above;

  /**
   * @param t4Options of the file's tag of this name
   */
  CcittCodec(TiffLayout layout, long t4Options, ImageGuard guard) {
    this.compression = layout.compression();
    this.twoDimensional = (t4Options & TWO_DIMENSIONAL) != 0;
    this.width = layout.blockWidth();
    this.rowBytes = (width + 7) / 8;
    this.guard = guard;
    this.row = new CcittRow(width);
    this.above = new CcittRow(width);
  }

  @Override
  public void unpack(byte[] packed, int from, int length, byte[] target, int at, int size)
      throws ImageException {
    CcittBits bits = new CcittBits(packed, from, length, guard);
    boolean marked = compression == TiffCompression.CCITT_G3 && bits.hasRowMark();
    boolean markRead = false;
    row.clear();
    Arrays.fill(target, at, at + size, (byte) 0);
    for (int y = 0; y < size / rowBytes; y++) {
      if (y % ROWS_BETWEEN_LOOKS == 0) {
        guard.checkTime();
      }
      CcittRow next = above;
      above = row;
      row = next;
      row.clear();
      if (marked) {
        bits.skipRowMark(markRead);
      }
      markRead = unpackRow(bits);
      row.fill(target, at + y * rowBytes);
    }
  }

  /** Unpacks a row; true if the mark of the next one has begun already. */
  private boolean unpackRow(CcittBits bits) throws ImageException {
    switch (compression) {
      case CCITT_G4 -> {
        return unpackByRowAbove(bits);
      }
      case CCITT_G3 -> {
        if (twoDimensional) {
          int tag = bits.peek(1);
          bits.skip(1);
          return tag == 1 ? unpackRuns(bits) : unpackByRowAbove(bits);
        }
        return unpackRuns(bits);
      }
      default -> {
        boolean markRead = unpackRuns(bits);
        if (compression == TiffCompression.CCITT_RLE) {
          bits.alignToByte();
        } else {
          bits.alignToWord();
        }
        return markRead;
      }
    }
  }

  private boolean unpackRuns(CcittBits bits) throws ImageException {
    int place = 0;
    while (place < width) {
      int run = run(bits, row.isBlack());
      if (run < 0) {
        // The row ends early. A run whose length was not told to its end counts.
        if (run < -1) {
          row.add(place - run - 1);
          place -= run + 1;
        }
        row.end(place);
        return true;
      }
      place += run;
      row.add(place);
    }
    row.end(place);
    return false;
  }

  /** The length of a run; -1 - length if the mark of a row comes before its last code. */
  private int run(CcittBits bits, boolean black) throws ImageException {
    char[] table = CcittCodes.runs(black);
    int length = 0;
    int part;
    do {
      if (compression == TiffCompression.CCITT_RLE) {
        bits.take(black ? 13 : 12);
      }
      part = bits.next(table);
      if (part == CcittCodes.ROW_MARK) {
        return -1 - length;
      }
      // A longer row has no more to tell.
      length = Math.min(length + part, width + 1);
    } while (part >= 64);
    return length;
  }

  private boolean unpackByRowAbove(CcittBits bits) throws ImageException {
    char[] table = CcittCodes.byRowAbove();
    int place = 0;
    // The change in the row above, of the same kind as the next one here.
    int change = 0;
    boolean first = true;
    while (place < width) {
      int code = bits.next(table);
      if (!first) {
        while (above.change(change) <= place && above.change(change) < width) {
          change += 2;
        }
      }
      switch (code) {
        case CcittCodes.PASS -> {
          place = above.change(change + 1);
          change += 2;
          continue;
        }
        case CcittCodes.HORIZONTAL -> {
          for (int i = 0; i < 2; i++) {
            place += wholeRun(bits);
            row.add(place);
          }
        }
        case CcittCodes.ROW_MARK -> throw TiffCodec.endsEarly();
        default -> {
          int offset = code - CcittCodes.VERTICAL;
          int next = above.change(change) + offset;
          if (next < place) {
            throw TiffDirectory.corrupt("a row of it goes back");
          }
          place = next;
          row.add(place);
          change += offset < 0 ? -1 : 1;
        }
      }
      first = false;
    }
    row.end(place);
    return false;
  }

  private int wholeRun(CcittBits bits) throws ImageException {
    int run = run(bits, row.isBlack());
    if (run < 0) {
      throw TiffCodec.endsEarly();
    }
    return run;
  }
}
