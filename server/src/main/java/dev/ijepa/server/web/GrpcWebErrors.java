package dev.ijepa.server.web;

import dev.ijepa.server.http.ErrorFormat;
import dev.ijepa.server.http.HttpError;
import dev.ijepa.server.http.HttpReply;
import dev.ijepa.server.status.RpcStatus;

/**
 * Errors as gRPC-Web has them: the status is in the body, where a browser's script may read it
 * whatever headers it may see.
 */
final class GrpcWebErrors implements ErrorFormat {
  /** Of HTTP; clients look for the status of gRPC only then. */
  private static final int OK = 200;

  private final GrpcWebBody form;

  GrpcWebErrors(GrpcWebBody form) {
    this.form = form;
  }

  @Override
  public HttpReply reply(HttpError error) {
    byte[] frames = GrpcWebFrames.error(RpcStatus.of(error.failure()));
    return HttpReply.of(OK, form.type(Codec.PROTO), form.encode(frames));
  }
}
