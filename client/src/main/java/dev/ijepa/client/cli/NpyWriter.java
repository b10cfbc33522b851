package dev.ijepa.client.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of one shape as a NumPy array of little-endian float32, shape [rows, …row].
 *
 * <p>Rows go to the file as they come; the header, which names their number, is written again at
 * each {@link #checkpoint} and at the end, in room that is kept for the largest number.
 */
final class NpyWriter implements Closeable {
  private final FileChannel file;
  private @Nullable List<Integer> rowShape;
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private long rows;

  private NpyWriter(FileChannel file) {
    this.file = file;
  }

  /** Creates or replaces the file. */
  static NpyWriter create(Path path) throws IOException {
    FileChannel file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    NpyWriter writer = new NpyWriter(file);
    writer.checkpoint();
    file.position(NpyHeader.BYTES);
    return writer;
  }

  /**
   * Goes on with a file that this class wrote, after so many of its rows; what follows them is cut
   * off.
   *
   * @throws IOException if it has fewer rows, or is no such file
   */
  static NpyWriter resume(Path path, long rows) throws IOException {
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      NpyWriter writer = new NpyWriter(file);
      NpyHeader header = NpyHeader.read(file);
      if (rows > header.rowsIn(file.size())) {
        throw new IOException(path + " has fewer rows than are listed");
      }
      writer.shape(header.rowShape());
      writer.rows = rows;
      file.truncate(NpyHeader.BYTES + rows * header.rowBytes());
      file.position(file.size());
      return writer;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** How many whole rows a file has that this class wrote. */
  static long rowsIn(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      return NpyHeader.read(file).rowsIn(file.size());
    }
  }

  /**
   * Appends a row; all must have the shape of the first.
   *
   * @return the index of the row
   */
  long append(List<Integer> shape, FloatBuffer values) throws IOException {
    if (rowShape == null) {
      shape(shape);
      checkpoint();
    }
    if (!shape.equals(rowShape)) {
      throw new IOException("a row of shape %s among rows of %s".formatted(shape, rowShape));
    }
    buffer.clear();
    buffer.asFloatBuffer().put(values);
    while (buffer.hasRemaining()) {
      file.write(buffer);
    }
    return rows++;
  }

  /** Makes a valid file of what is written so far. */
  void checkpoint() throws IOException {
    ByteBuffer header = new NpyHeader(rows, rowShape == null ? List.of() : rowShape).bytes();
    while (header.hasRemaining()) {
      file.write(header, header.position());
    }
  }

  @Override
  public void close() throws IOException {
    try (file) {
      checkpoint();
    }
  }

  private void shape(List<Integer> shape) {
    rowShape = List.copyOf(shape);
    int elements = rowShape.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
    buffer = ByteBuffer.allocate(Float.BYTES * elements).order(ByteOrder.LITTLE_ENDIAN);
  }
}
