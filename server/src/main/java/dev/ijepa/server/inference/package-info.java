/**
 * The Open Inference Protocol (KServe v2) in plain Java: tensors, requests and responses, and what
 * they mean to the core. It knows no wire format; doors translate gRPC and JSON.
 */
@NullMarked
package dev.ijepa.server.inference;

import org.jspecify.annotations.NullMarked;
