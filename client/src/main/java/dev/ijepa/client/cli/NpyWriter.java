package dev.ijepa.client.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of one shape as a NumPy array, shape [rows, …row].
 *
 * <p>Rows go to the file as they come; the header, which names their number, is written again at
 * each {@link #checkpoint} and at the end, in room that is kept for the largest number.
 */
final class NpyWriter implements Closeable {
  private final FileChannel file;
  private final NpyType type;
  private @Nullable List<Integer> rowShape;
  private long rows;

  private NpyWriter(FileChannel file, NpyType type) {
    this.file = file;
    this.type = type;
  }

  /** Creates or replaces the file. */
  static NpyWriter create(Path path, NpyType type) throws IOException {
    FileChannel file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    NpyWriter writer = new NpyWriter(file, type);
    writer.checkpoint();
    file.position(NpyHeader.BYTES);
    return writer;
  }

  /**
   * Goes on with a file that this class wrote, after so many of its rows; what follows them is cut
   * off.
   *
   * @throws IOException if it has fewer rows, or is no such file of that type
   */
  static NpyWriter resume(Path path, NpyType type, long rows) throws IOException {
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      NpyWriter writer = new NpyWriter(file, type);
      NpyHeader header = NpyHeader.read(file, type);
      if (rows > header.rowsIn(file.size())) {
        throw new IOException(path + " has fewer rows than are listed");
      }
      if (rows > 0) {
        writer.rowShape = header.rowShape();
      }
      writer.rows = rows;
      file.truncate(NpyHeader.BYTES + rows * header.rowBytes());
      file.position(file.size());
      return writer;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** How many whole rows a file of that type has that this class wrote. */
  static long rowsIn(Path path, NpyType type) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      return NpyHeader.read(file, type).rowsIn(file.size());
    }
  }

  /**
   * Appends a row; all must have the shape of the first.
   *
   * @param values the elements, little-endian
   * @return the index of the row
   */
  long append(List<Integer> shape, ByteBuffer values) throws IOException {
    if (rowShape == null) {
      rowShape = List.copyOf(shape);
      checkpoint();
    }
    if (!shape.equals(rowShape)) {
      throw new IOException("a row of shape %s among rows of %s".formatted(shape, rowShape));
    }
    while (values.hasRemaining()) {
      file.write(values);
    }
    return rows++;
  }

  /** Makes a valid file of what is written so far. */
  void checkpoint() throws IOException {
    ByteBuffer header = header().bytes();
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

  private NpyHeader header() {
    return new NpyHeader(type, rows, rowShape == null ? List.of() : rowShape);
  }
}
