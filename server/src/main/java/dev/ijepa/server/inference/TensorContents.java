package dev.ijepa.server.inference;

import java.nio.ByteBuffer;
import java.util.List;

/** The elements of an input tensor, in one of the forms in which clients send them. */
public sealed interface TensorContents {
  /**
   * Raw contents, as the binary tensor data extension and gRPC's raw_input_contents have them.
   *
   * @param bytes from position to limit; neither is changed
   */
  record Raw(ByteBuffer bytes) implements TensorContents {}

  /** Strings of bytes, each by itself. */
  record Elements(List<ByteBuffer> elements) implements TensorContents {}

  /** Unsigned integers, each by itself. */
  record Integers(List<Integer> values) implements TensorContents {}
}
