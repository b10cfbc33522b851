package dev.ijepa.models.encoder;

import java.nio.ByteBuffer;

/** How the elements of a parameter are made of a checkpoint's tensor. */
@FunctionalInterface
public interface Layout {
  /** The same elements in the same order. */
  Layout AS_STORED = stored -> stored;

  /** All elements of the tensor to those of the parameter: float32, little-endian, row-major. */
  ByteBuffer arrange(ByteBuffer stored);
}
