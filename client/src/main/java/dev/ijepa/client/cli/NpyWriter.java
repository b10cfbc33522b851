package dev.ijepa.client.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of one shape as a NumPy array of little-endian float32, shape [rows, …row].
 *
 * <p>Rows go to the file as they come; the header, which names their number, is written again at
 * the end, in room that is kept for the largest number. Format: version 1.0 of the .npy format.
 */
final class NpyWriter implements Closeable {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  // A multiple of 64, as NumPy aligns its data, that holds twenty digits of rows and more axes than
  // any output has.
  private static final int HEADER_BYTES = 128;

  private final FileChannel file;
  private @Nullable List<Integer> rowShape;
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private long rows;

  /** Creates or replaces the file. */
  NpyWriter(Path path) throws IOException {
    file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    file.position(HEADER_BYTES);
  }

  /**
   * Appends a row; all must have the shape of the first.
   *
   * @return the index of the row
   */
  long append(List<Integer> shape, FloatBuffer values) throws IOException {
    if (rowShape == null) {
      rowShape = List.copyOf(shape);
      buffer = ByteBuffer.allocate(4 * values.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    }
    if (!rowShape.equals(shape)) {
      throw new IOException("a row of shape %s among rows of %s".formatted(shape, rowShape));
    }
    buffer.clear();
    buffer.asFloatBuffer().put(values);
    writeAll(buffer);
    return rows++;
  }

  @Override
  public void close() throws IOException {
    try (file) {
      file.position(0);
      writeAll(ByteBuffer.wrap(header()));
    }
  }

  private byte[] header() {
    String axes =
        Stream.concat(
                Stream.of(rows),
                rowShape == null ? Stream.of() : rowShape.stream().map(Integer::longValue))
            .map(axis -> axis + ",")
            .collect(Collectors.joining(" "));
    String dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }".formatted(axes);
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).putShort((short) (HEADER_BYTES - MAGIC.length - Short.BYTES));
    int room = header.remaining() - 1;
    header.put(dictionary.getBytes(StandardCharsets.US_ASCII));
    header.put(" ".repeat(room - dictionary.length()).getBytes(StandardCharsets.US_ASCII));
    return header.put((byte) '\n').array();
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }
}
