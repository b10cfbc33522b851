package dev.ijepa.client.cli;

import dev.ijepa.client.ElementType;
import dev.ijepa.client.Tensor;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tensors of one shape, a row each, as the server wrote them: FILE.npy, and for INT8 their scales,
 * FILE.scales.npy, whose shape is that of FILE.npy without the last axis.
 */
final class TensorRows implements Closeable {
  private final ElementType type;
  private final NpyWriter elements;
  private final @Nullable NpyWriter scales;

  private TensorRows(ElementType type, NpyWriter elements, @Nullable NpyWriter scales) {
    this.type = type;
    this.elements = elements;
    this.scales = scales;
  }

  /** Creates or replaces the files. */
  static TensorRows create(EmbeddingPaths paths, ElementType type) throws IOException {
    return open(
        type,
        NpyWriter.create(paths.rows(), NpyType.of(type)),
        () -> NpyWriter.create(paths.scales(), NpyType.FLOAT32));
  }

  /**
   * Goes on with files that this class wrote, after so many of their rows.
   *
   * @throws IOException if they have fewer rows, or are no such files
   */
  static TensorRows resume(EmbeddingPaths paths, ElementType type, long rows) throws IOException {
    return open(
        type,
        NpyWriter.resume(paths.rows(), NpyType.of(type), rows),
        () -> NpyWriter.resume(paths.scales(), NpyType.FLOAT32, rows));
  }

  /** How many whole rows the files have that this class wrote. */
  static long rowsIn(EmbeddingPaths paths, ElementType type) throws IOException {
    long rows = NpyWriter.rowsIn(paths.rows(), NpyType.of(type));
    return type == ElementType.INT8
        ? Math.min(rows, NpyWriter.rowsIn(paths.scales(), NpyType.FLOAT32))
        : rows;
  }

  private interface Opener {
    NpyWriter open() throws IOException;
  }

  private static TensorRows open(ElementType type, NpyWriter elements, Opener scales)
      throws IOException {
    try {
      return new TensorRows(type, elements, type == ElementType.INT8 ? scales.open() : null);
    } catch (IOException | RuntimeException e) {
      elements.close();
      throw e;
    }
  }

  /**
   * Appends a tensor; all must have the shape of the first.
   *
   * @return the index of its row
   */
  long append(Tensor tensor) throws IOException {
    if (tensor.elementType() != type) {
      throw new IOException("the server sent %s, not %s".formatted(tensor.elementType(), type));
    }
    if (scales != null) {
      List<Integer> shape = tensor.shape();
      int rowAxes = Math.max(0, shape.size() - 1);
      scales.append(shape.subList(0, rowAxes), littleEndian(tensor.scales()));
    }
    return elements.append(tensor.shape(), tensor.encoded());
  }

  private static ByteBuffer littleEndian(FloatBuffer values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes;
  }

  /** Makes valid files of what is written so far. */
  void checkpoint() throws IOException {
    elements.checkpoint();
    if (scales != null) {
      scales.checkpoint();
    }
  }

  @Override
  public void close() throws IOException {
    try (elements;
        scales) {
      checkpoint();
    }
  }
}
