package dev.ijepa.client.cli.tar;

import dev.ijepa.client.cli.tar.SparseMap.Part;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The two maps of sparse files that lie outside the header: that of GNU tar's own format, in blocks
 * after the header, and that of pax, version 1.0, in front of the content.
 */
final class SparseHeaders {
  /** A file of more holes than this is no image. */
  private static final int MOST_PARTS = 100_000;

  private static final int PARTS_AT = 386;
  private static final int PARTS_IN_HEADER = 4;
  private static final int PARTS_IN_BLOCK = 21;
  private static final int NUMBER_BYTES = 12;
  private static final int PART_BYTES = 2 * NUMBER_BYTES;

  private SparseHeaders() {}

  /**
   * Reads the parts of a sparse file of GNU tar's own format.
   *
   * @param in what follows the header: more of them, in blocks, before the content
   */
  static List<Part> gnu(TarHeader header, InputStream in) throws IOException {
    List<Part> parts = new ArrayList<>();
    boolean more = add(parts, header, PARTS_AT, PARTS_IN_HEADER);
    while (more) {
      byte[] block = in.readNBytes(TarHeader.BYTES);
      if (block.length < TarHeader.BYTES) {
        throw new EOFException();
      }
      more = add(parts, TarHeader.continuation(block), 0, PARTS_IN_BLOCK);
    }
    return parts;
  }

  /** Adds the parts of a block; whether another block follows. */
  private static boolean add(List<Part> parts, TarHeader block, int at, int count)
      throws IOException {
    for (int i = at; i < at + count * PART_BYTES; i += PART_BYTES) {
      Part part =
          new Part(block.number(i, NUMBER_BYTES), block.number(i + NUMBER_BYTES, NUMBER_BYTES));
      // Parts that are not used are zeros; a last one of no length only tells the size.
      if (part.bytes() > 0) {
        parts.add(part);
      }
    }
    requireFew(parts.size());
    return block.at(at + count * PART_BYTES) != 0;
  }

  /** Reads the parts of a sparse file, which stand in front of its content as decimal lines. */
  static List<Part> inContent(MemberContent content) throws IOException {
    List<Part> parts = new ArrayList<>();
    long count = line(content);
    requireFew(count);
    for (long i = 0; i < count; i++) {
      parts.add(new Part(line(content), line(content)));
    }
    content.skipToBlock();
    return parts;
  }

  private static long line(InputStream content) throws IOException {
    StringBuilder digits = new StringBuilder();
    int c = content.read();
    // Twenty digits are no number, and one that ends.
    while (c >= 0 && c != '\n' && digits.length() < 20) {
      digits.append((char) c);
      c = content.read();
    }
    return TarNumber.parseDecimal(digits.toString());
  }

  /** Refuses more parts than a file of sense has. */
  static void requireFew(long parts) throws IOException {
    if (parts > MOST_PARTS) {
      throw new IOException("a sparse file has more than %s parts".formatted(MOST_PARTS));
    }
  }
}
