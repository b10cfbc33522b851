package dev.ijepa.models.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Safetensors files that are read and written whole, all tensors as float32. */
public final class FloatTensors {
  private static final long MOST_VALUES = Integer.MAX_VALUE - 8;

  /** Numbers that are read at once: beside the tensor itself, reading takes little memory. */
  private static final int PIECE = 1 << 18;

  /**
   * One tensor.
   *
   * @param shape the size of each axis, outermost first
   * @param values row-major
   */
  @SuppressWarnings("ArrayRecordComponent") // Large; never compared.
  public record FloatTensor(List<Long> shape, float[] values) {}

  private FloatTensors() {}

  /**
   * Reads all tensors of a file, by name.
   *
   * @throws CheckpointException if the file is no safetensors file, or holds a tensor of another
   *     kind than weights, or one with a value that is not finite
   */
  public static Map<String, FloatTensor> read(Path file) throws IOException {
    Map<String, FloatTensor> tensors = new TreeMap<>();
    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      for (StoredTensor tensor : opened.tensors()) {
        tensors.put(tensor.name(), read(opened, tensor));
      }
    }
    return tensors;
  }

  private static FloatTensor read(SafetensorsFile file, StoredTensor tensor) throws IOException {
    Dtype type =
        tensor
            .type()
            .orElseThrow(
                () ->
                    new CheckpointException(
                        "tensor '%s' of %s has the type %s, which weights never have"
                            .formatted(
                                tensor.name(), file.path(), Names.shortened(tensor.dtype()))));
    if (tensor.elementCount() > MOST_VALUES) {
      throw new CheckpointException(
          "tensor '%s' of %s has %d numbers; at most 2,147,483,639 are supported"
              .formatted(tensor.name(), file.path(), tensor.elementCount()));
    }
    float[] values = new float[(int) tensor.elementCount()];
    ByteBuffer stored = buffer(type.byteSize());
    ByteBuffer floats = buffer(Float.BYTES);
    for (int done = 0; done < values.length; done += PIECE) {
      int count = Math.min(PIECE, values.length - done);
      file.read(
          tensor, (long) done * type.byteSize(), stored.clear().limit(count * type.byteSize()));
      type.widen(stored.flip(), floats.clear());
      floats.flip().asFloatBuffer().get(values, done, count);
    }
    requireFinite(values, tensor.name(), file.path());
    return new FloatTensor(tensor.shape(), values);
  }

  private static ByteBuffer buffer(int elementBytes) {
    return ByteBuffer.allocate(PIECE * elementBytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void requireFinite(float[] values, String tensor, Path file)
      throws CheckpointException {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new CheckpointException(
            "tensor '%s' of %s holds %s at element %d; values must be finite"
                .formatted(tensor, file, values[i], i));
      }
    }
  }

  /**
   * The bytes that the tensors of a file take when they are read: 4 for each number. Reads the
   * header alone.
   *
   * @throws CheckpointException if the file is no safetensors file
   */
  public static long bytesOf(Path file) throws IOException {
    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      return opened.tensors().stream().mapToLong(StoredTensor::elementCount).sum() * Float.BYTES;
    }
  }

  /**
   * Writes a file, in the order of the names. The same tensors give the same bytes.
   *
   * @throws CheckpointException if a value is not finite: the file could not be read
   */
  public static void write(Path file, Map<String, FloatTensor> tensors) throws IOException {
    Map<String, FloatTensor> sorted = new TreeMap<>(tensors);
    for (Map.Entry<String, FloatTensor> tensor : sorted.entrySet()) {
      requireFinite(tensor.getValue().values, tensor.getKey(), file);
    }
    List<SafetensorsWriter.Entry> entries = new ArrayList<>();
    sorted.forEach(
        (name, tensor) ->
            entries.add(
                new SafetensorsWriter.Entry(
                    name,
                    Dtype.F32.name(),
                    tensor.shape,
                    (long) tensor.values.length * Float.BYTES)));
    try (SafetensorsWriter writer = SafetensorsWriter.create(file, entries, Map.of())) {
      for (FloatTensor tensor : sorted.values()) {
        writer.write(tensor.values);
      }
    }
  }
}
