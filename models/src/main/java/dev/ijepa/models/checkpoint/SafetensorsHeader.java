package dev.ijepa.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON header of a safetensors file: which tensors there are, and where their bytes lie.
 *
 * <p>The bytes must be covered without holes or overlaps, as the format demands. Source: the
 * format's description in the safetensors repository.
 */
final class SafetensorsHeader {
  private static final int MAX_AXES = 8;

  private final String file;
  private final long dataStart;
  private final long fileSize;

  /**
   * @param file how errors name the file
   * @param dataStart where the tensors' bytes begin in the file
   * @param fileSize of the whole file
   */
  SafetensorsHeader(String file, long dataStart, long fileSize) {
    this.file = file;
    this.dataStart = dataStart;
    this.fileSize = fileSize;
  }

  List<StoredTensor> parse(byte[] json) throws CheckpointException {
    JsonNode header = StrictJson.parseObject(json, "the header of " + file);
    List<StoredTensor> tensors = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (!entry.getKey().equals("__metadata__")) {
        tensors.add(tensor(entry.getKey(), entry.getValue()));
      }
    }
    tensors.sort(
        Comparator.comparingLong(StoredTensor::offset).thenComparing(StoredTensor::byteSize));
    requireCovered(tensors);
    return tensors;
  }

  private StoredTensor tensor(String name, JsonNode description) throws CheckpointException {
    String dtype = description.path("dtype").asText();
    List<Long> shape = shape(name, description.path("shape"));
    JsonNode offsets = description.path("data_offsets");
    if (offsets.size() != 2 || !isLong(offsets.path(0)) || !isLong(offsets.path(1))) {
      throw bad(name, "data_offsets must be two integers, not " + offsets);
    }
    long begin = offsets.path(0).asLong();
    long end = offsets.path(1).asLong();
    if (begin < 0 || end < begin || end > fileSize - dataStart) {
      throw bad(
          name,
          "its bytes %d to %d lie outside the %d that the file holds; if a download was cut off, run it again"
              .formatted(begin, end, fileSize - dataStart));
    }
    requireSize(name, dtype, shape, end - begin);
    return new StoredTensor(name, dtype, shape, dataStart + begin, end - begin);
  }

  /** Tensors of types that are not known are never read: their bytes are only passed over. */
  private void requireSize(String name, String dtype, List<Long> shape, long bytes)
      throws CheckpointException {
    Optional<Dtype> type = Dtype.named(dtype);
    if (type.isPresent() && bytes != byteSize(name, type.get(), shape)) {
      throw bad(
          name,
          "%s%s needs %d bytes, but it has %d"
              .formatted(dtype, shape, byteSize(name, type.get(), shape), bytes));
    }
  }

  private static boolean isLong(JsonNode number) {
    return number.isIntegralNumber() && number.canConvertToLong();
  }

  private List<Long> shape(String name, JsonNode axes) throws CheckpointException {
    if (!axes.isArray() || axes.size() > MAX_AXES) {
      throw bad(name, "shape must be a list of at most %d sizes, not %s".formatted(MAX_AXES, axes));
    }
    List<Long> shape = new ArrayList<>(axes.size());
    for (JsonNode axis : axes) {
      if (!isLong(axis) || axis.asLong() < 0) {
        throw bad(name, "shape must hold sizes, not " + axis);
      }
      shape.add(axis.asLong());
    }
    return List.copyOf(shape);
  }

  private long byteSize(String name, Dtype type, List<Long> shape) throws CheckpointException {
    try {
      return Math.multiplyExact(
          shape.stream().reduce(1L, Math::multiplyExact), (long) type.byteSize());
    } catch (ArithmeticException e) {
      throw bad(name, "its shape " + shape + " is larger than any file");
    }
  }

  private void requireCovered(List<StoredTensor> sorted) throws CheckpointException {
    long next = dataStart;
    for (StoredTensor tensor : sorted) {
      if (tensor.offset() != next) {
        throw bad(
            tensor.name(),
            "its bytes begin at %d, where %d was expected: %s"
                .formatted(
                    tensor.offset() - dataStart,
                    next - dataStart,
                    tensor.offset() < next ? "tensors overlap" : "there is a hole"));
      }
      next += tensor.byteSize();
    }
    if (next != fileSize) {
      throw new CheckpointException(
          "%s has %d bytes, but its tensors end at %d".formatted(file, fileSize, next));
    }
  }

  private CheckpointException bad(String tensor, String why) {
    return new CheckpointException("tensor '%s' of %s: %s".formatted(tensor, file, why));
  }
}
