package dev.ijepa.models.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Safetensors files that are read and written whole, all tensors as float32. */
public final class FloatTensors {
  private static final int ALIGNMENT = 8;
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
    ByteBuffer header = header(sorted);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      writeFully(channel, header);
      for (FloatTensor tensor : sorted.values()) {
        write(channel, tensor.values);
      }
    }
  }

  private static void write(FileChannel channel, float[] values) throws IOException {
    ByteBuffer bytes = buffer(Float.BYTES);
    for (int done = 0; done < values.length; done += PIECE) {
      int count = Math.min(PIECE, values.length - done);
      bytes.clear().asFloatBuffer().put(values, done, count);
      writeFully(channel, bytes.limit(count * Float.BYTES));
    }
  }

  private static ByteBuffer header(Map<String, FloatTensor> sorted) throws IOException {
    ObjectNode json = new ObjectMapper().createObjectNode();
    long offset = 0;
    for (Map.Entry<String, FloatTensor> entry : sorted.entrySet()) {
      ObjectNode tensor = json.putObject(entry.getKey()).put("dtype", Dtype.F32.name());
      entry.getValue().shape.forEach(tensor.withArray("shape")::add);
      long end = offset + (long) entry.getValue().values.length * Float.BYTES;
      tensor.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
    int padding = -text.length & (ALIGNMENT - 1);
    return ByteBuffer.allocate(Long.BYTES + text.length + padding)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length + padding)
        .put(text)
        .put(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII))
        .flip();
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
