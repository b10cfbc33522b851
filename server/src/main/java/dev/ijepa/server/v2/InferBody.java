package dev.ijepa.server.v2;

import dev.ijepa.server.inference.InferRequest;

/**
 * A request as it came.
 *
 * @param request in the protocol's plain form
 * @param bytes that its tensors keep
 * @param binary how it wants its outputs
 */
record InferBody(InferRequest request, long bytes, BinaryOutputs binary) {
  /** The header of the binary extension: how many bytes of the body are JSON. */
  static final String JSON_LENGTH = "Inference-Header-Content-Length";
}
