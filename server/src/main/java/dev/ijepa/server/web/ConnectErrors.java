package dev.ijepa.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.Status;
import dev.ijepa.server.http.ErrorFormat;
import dev.ijepa.server.http.HttpError;
import dev.ijepa.server.http.HttpReply;
import dev.ijepa.server.status.RpcStatus;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/**
 * Errors as Connect has them: a code, a message, and the details of google.rpc.Status. Source:
 * connectrpc.com/docs/protocol, "Error codes" and "Error end-stream".
 */
final class ConnectErrors implements ErrorFormat {
  /** Statuses of HTTP itself: wrong method, wrong Content-Type. */
  private static final Set<Integer> OF_HTTP = Set.of(405, 415);

  @Override
  public HttpReply reply(HttpError error) {
    Status status = RpcStatus.of(error.failure());
    Code code = RpcStatus.code(error.failure().reason());
    return HttpReply.json(
        OF_HTTP.contains(error.status()) ? error.status() : httpStatus(code),
        json -> {
          json.writeStartObject();
          json.writeStringField("code", name(code));
          json.writeStringField("message", status.getMessage());
          json.writeArrayFieldStart("details");
          for (Any detail : status.getDetailsList()) {
            detail(json, detail);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void detail(JsonGenerator json, Any detail) throws IOException {
    String url = detail.getTypeUrl();
    json.writeStartObject();
    json.writeStringField("type", url.substring(url.lastIndexOf('/') + 1));
    json.writeStringField(
        "value",
        Base64.getEncoder().withoutPadding().encodeToString(detail.getValue().toByteArray()));
    json.writeEndObject();
  }

  /** Connect writes CANCELLED with one L. */
  private static String name(Code code) {
    return code == Code.CANCELLED ? "canceled" : code.name().toLowerCase(Locale.ROOT);
  }

  private static int httpStatus(Code code) {
    return switch (code) {
      case CANCELLED -> 499;
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS, ABORTED -> 409;
      case RESOURCE_EXHAUSTED -> 429;
      case UNIMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
      case OK, UNKNOWN, INTERNAL, DATA_LOSS, UNRECOGNIZED -> 500;
    };
  }
}
