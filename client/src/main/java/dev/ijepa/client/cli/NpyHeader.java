package dev.ijepa.client.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The header of a NumPy array. Format: version 1.0 of the .npy format.
 *
 * @param type the elements
 * @param rows the first axis
 * @param rowShape the other axes; none if a row is one number, or there was no row yet
 */
record NpyHeader(NpyType type, long rows, List<Integer> rowShape) {
  /**
   * Its length in the file: a multiple of 64, as NumPy aligns its data, that holds twenty digits of
   * rows and more axes than any output has.
   */
  static final int BYTES = 128;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final Pattern DICTIONARY =
      Pattern.compile(
          "\\{'descr': '([^']+)', 'fortran_order': False,"
              + " 'shape': \\((\\d{1,18}),((?: \\d{1,9},)*)\\), \\} *\n");

  ByteBuffer bytes() {
    String axes =
        LongStream.concat(LongStream.of(rows), rowShape.stream().mapToLong(Integer::longValue))
            .mapToObj(axis -> axis + ",")
            .collect(Collectors.joining(" "));
    String dictionary =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
            .formatted(type.description(), axes);
    ByteBuffer header = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).putShort((short) (BYTES - MAGIC.length - Short.BYTES));
    int room = header.remaining() - 1;
    header.put(dictionary.getBytes(StandardCharsets.US_ASCII));
    header.put(" ".repeat(room - dictionary.length()).getBytes(StandardCharsets.US_ASCII));
    return header.put((byte) '\n').flip();
  }

  /**
   * Reads a header that was written here, of an array of that type.
   *
   * @throws IOException if it is another
   */
  static NpyHeader read(FileChannel file, NpyType type) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(BYTES);
    while (header.hasRemaining() && file.read(header, header.position()) >= 0) {}
    int start = MAGIC.length + Short.BYTES;
    String text = new String(header.array(), start, BYTES - start, StandardCharsets.US_ASCII);
    Matcher dictionary = DICTIONARY.matcher(text);
    if (!ByteBuffer.wrap(header.array(), 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))
        || !dictionary.matches()
        || !dictionary.group(1).equals(type.description())) {
      throw new IOException("the .npy file was not written by this command with these options");
    }
    List<Integer> rowShape =
        Stream.of(dictionary.group(3).split("[ ,]+"))
            .filter(axis -> !axis.isEmpty())
            .map(Integer::valueOf)
            .toList();
    return new NpyHeader(type, Long.parseLong(dictionary.group(2)), rowShape);
  }

  /** Bytes of a row. */
  long rowBytes() {
    return rowShape.stream()
        .mapToLong(Integer::longValue)
        .reduce(type.bytes(), Math::multiplyExact);
  }

  /** How many whole rows a file of that size has, whatever the header says. */
  long rowsIn(long fileBytes) {
    return rowBytes() == 0 ? 0 : Math.max(0, fileBytes - BYTES) / rowBytes();
  }
}
