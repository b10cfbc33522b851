/**
 * The Open Inference Protocol (KServe v2) over HTTP, with the binary tensor data extension. It
 * translates JSON and tensors to the protocol's plain form and back.
 */
@NullMarked
package dev.ijepa.server.v2;

import org.jspecify.annotations.NullMarked;
