package dev.ijepa.models.checkpoint;

import java.util.List;

/**
 * Where a tensor lies in a safetensors file.
 *
 * @param name as it is stored
 * @param type of its elements
 * @param shape the size of each axis, outermost first
 * @param offset of its first byte in the file
 */
record StoredTensor(String name, ElementType type, List<Long> shape, long offset) {
  long elementCount() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  long byteSize() {
    return Math.multiplyExact(elementCount(), type.byteSize());
  }
}
