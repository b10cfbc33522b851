package dev.ijepa.models.checkpoint;

import java.util.List;
import java.util.Optional;

/**
 * Where a tensor lies in a safetensors file.
 *
 * @param name as it is stored
 * @param dtype the name of its element type in the file, which may be one that no weight has
 * @param shape the size of each axis, outermost first
 * @param offset of its first byte in the file
 * @param byteSize number of its bytes
 */
record StoredTensor(String name, String dtype, List<Long> shape, long offset, long byteSize) {
  /** The type of its elements; empty if it is none that weights have. */
  Optional<Dtype> type() {
    return Dtype.named(dtype);
  }

  /** Number of elements, as its bytes give it: the header has checked that the shape agrees. */
  long elementCount() {
    return type().map(type -> byteSize / type.byteSize()).orElse(0L);
  }
}
