package dev.ijepa.models.checkpoint;

import dev.ijepa.models.Exhaustive;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All tensors of a checkpoint, by their canonical names, whichever files they lie in. */
public final class Weights implements Closeable {
  private record Located(SafetensorsFile file, StoredTensor tensor) {}

  private final List<SafetensorsFile> files = new ArrayList<>();
  private final Map<String, Located> tensors = new TreeMap<>();
  private final Set<String> ignored = new TreeSet<>();

  private Weights() {}

  /**
   * Opens {@code model.safetensors}, or the shards that {@code model.safetensors.index.json} names.
   *
   * @throws CheckpointException if there is neither, or one of the files is not what it should be
   */
  static Weights open(Path folder) throws IOException {
    Weights weights = new Weights();
    try {
      for (Path file : WeightFiles.in(folder)) {
        weights.add(SafetensorsFile.open(file));
      }
      return weights;
    } catch (IOException | RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  private void add(SafetensorsFile file) throws CheckpointException {
    files.add(file);
    for (StoredTensor tensor : file.tensors()) {
      String name = TensorNames.canonical(tensor.name());
      if (TensorNames.UNUSED.contains(name)) {
        ignored.add(name);
        continue;
      }
      Located earlier = tensors.put(name, new Located(file, tensor));
      if (earlier != null) {
        throw new CheckpointException(
            "tensor '%s' of %s stands for the same weights as '%s' of %s"
                .formatted(tensor.name(), file.path(), earlier.tensor.name(), earlier.file.path()));
      }
    }
  }

  /** The canonical names of the tensors that are there but not needed. */
  Set<String> ignored() {
    return Collections.unmodifiableSet(ignored);
  }

  /** The canonical names of all tensors that are needed, or not known. */
  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  /**
   * The shape of a tensor.
   *
   * @throws CheckpointException if there is no such tensor
   */
  public List<Long> shape(String name) throws CheckpointException {
    return locate(name).tensor.shape();
  }

  /**
   * Reads a tensor as float32, little-endian, row-major.
   *
   * @throws CheckpointException if there is no such tensor, or one of its values is not finite
   */
  public ByteBuffer readFloats(String name) throws IOException {
    Located located = locate(name);
    StoredTensor tensor = located.tensor;
    ByteBuffer stored = located.file.read(tensor);
    ByteBuffer floats = stored;
    if (tensor.type() != ElementType.F32) {
      floats =
          ByteBuffer.allocate(
                  Math.toIntExact(Math.multiplyExact(tensor.elementCount(), Float.BYTES)))
              .order(ByteOrder.LITTLE_ENDIAN);
      tensor.type().widen(stored, floats);
      floats.flip();
    }
    requireFinite(tensor, floats);
    return floats;
  }

  private static void requireFinite(StoredTensor tensor, ByteBuffer floats)
      throws CheckpointException {
    for (int i = 0; i < floats.limit(); i += Float.BYTES) {
      float value = floats.getFloat(i);
      // A finite float times zero is zero; infinite or NaN gives NaN.
      if (value * 0 != 0) {
        throw new CheckpointException(
            "tensor '%s' holds %s at element %d; weights must be finite"
                .formatted(tensor.name(), value, i / Float.BYTES));
      }
    }
  }

  private Located locate(String name) throws CheckpointException {
    Located located = tensors.get(name);
    if (located == null) {
      throw new CheckpointException("the checkpoint has no tensor '" + name + "'");
    }
    return located;
  }

  @Override
  public void close() throws IOException {
    Exhaustive.forEach(files, SafetensorsFile::close);
  }
}
