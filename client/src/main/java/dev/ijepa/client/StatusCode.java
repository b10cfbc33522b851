package dev.ijepa.client;

import io.grpc.Status;

/**
 * How a call or an item failed, coarsely: gRPC's status codes but OK, by the same names. Source:
 * grpc.io, "Status Codes".
 */
public enum StatusCode {
  /** The call was given up, by this side or by the server. */
  CANCELLED,
  /** An error of which no more is known. */
  UNKNOWN,
  /** The request is against the contract, or its image cannot be decoded. */
  INVALID_ARGUMENT,
  /** There was no answer in time. */
  DEADLINE_EXCEEDED,
  /** The server has no such model. */
  NOT_FOUND,
  /** Not used by this API. */
  ALREADY_EXISTS,
  /** The caller may not do that. */
  PERMISSION_DENIED,
  /** The image is too large, or the server is at its bound. */
  RESOURCE_EXHAUSTED,
  /** The model cannot do that: it has no head, for example. */
  FAILED_PRECONDITION,
  /** Not used by this API. */
  ABORTED,
  /** Not used by this API. */
  OUT_OF_RANGE,
  /** The server has no such method: it may be an older one, or another program. */
  UNIMPLEMENTED,
  /** A defect of the server or of this client. */
  INTERNAL,
  /** The server could not be reached, or is not serving. */
  UNAVAILABLE,
  /** Not used by this API. */
  DATA_LOSS,
  /** The caller did not say who it is, or not so that the server believes it. */
  UNAUTHENTICATED;

  /** gRPC's code by this SDK's name; it must not be OK. */
  static StatusCode of(Status.Code code) {
    return valueOf(code.name());
  }
}
