package dev.ijepa.models.checkpoint;

import dev.ijepa.models.Exhaustive;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All tensors of a checkpoint, by their canonical names, whichever files they lie in. */
public final class Weights implements Closeable {
  private record Located(SafetensorsFile file, StoredTensor tensor) {}

  private final List<SafetensorsFile> files = new ArrayList<>();
  private final Map<String, Located> tensors = new TreeMap<>();
  private final Set<String> ignored = new TreeSet<>();
  private String prefix = "";

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
        weights.files.add(SafetensorsFile.open(file));
      }
      weights.locateAll();
      return weights;
    } catch (IOException | RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  private void locateAll() throws CheckpointException {
    List<String> stored =
        files.stream().flatMap(file -> file.tensors().stream()).map(StoredTensor::name).toList();
    TensorNames names = TensorNames.of(stored);
    prefix = names.prefix();
    for (SafetensorsFile file : files) {
      for (StoredTensor tensor : file.tensors()) {
        Optional<String> name = names.canonical(tensor.name());
        if (name.isPresent() && isWeight(tensor, name.get())) {
          locate(name.get(), new Located(file, tensor));
        } else {
          ignored.add(tensor.name());
        }
      }
    }
  }

  /** Whether its values count; others are integers or truth values that some tools store. */
  private static boolean isWeight(StoredTensor tensor, String name) throws CheckpointException {
    if (tensor.type().isPresent()) {
      return true;
    }
    if (TensorNames.isNeeded(name)) {
      throw new CheckpointException(
          "tensor '%s' has the type %s; weights must have one of %s. If it is quantised, save the checkpoint without quantisation"
              .formatted(
                  tensor.name(), Names.shortened(tensor.dtype()), Arrays.toString(Dtype.values())));
    }
    return false;
  }

  private void locate(String name, Located located) throws CheckpointException {
    Located earlier = tensors.put(name, located);
    if (earlier != null) {
      throw new CheckpointException(
          "tensor '%s' of %s stands for the same weights as '%s' of %s"
              .formatted(
                  located.tensor.name(),
                  located.file.path(),
                  earlier.tensor.name(),
                  earlier.file.path()));
    }
  }

  /** What the stored names of the encoder begin with; empty for nothing. */
  public String prefix() {
    return prefix;
  }

  /** The stored names of the tensors that are there but not needed. */
  public Set<String> ignored() {
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
    Dtype type = tensor.type().orElseThrow();
    if (type != Dtype.F32) {
      floats =
          ByteBuffer.allocate(
                  Math.toIntExact(Math.multiplyExact(tensor.elementCount(), Float.BYTES)))
              .order(ByteOrder.LITTLE_ENDIAN);
      type.widen(stored, floats);
      floats.flip();
    }
    requireFinite(tensor, floats);
    return floats;
  }

  /** Where a tensor lies, and of what type it is. */
  StoredTensor stored(String name) throws CheckpointException {
    return locate(name).tensor;
  }

  /** Reads the bytes of a tensor as they are stored. */
  ByteBuffer readStored(String name) throws IOException {
    Located located = locate(name);
    return located.file.read(located.tensor);
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
