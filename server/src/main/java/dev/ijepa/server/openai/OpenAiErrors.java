package dev.ijepa.server.openai;

import dev.ijepa.server.http.ErrorFormat;
import dev.ijepa.server.http.HttpError;
import dev.ijepa.server.http.HttpReply;
import dev.ijepa.server.item.Failure.Reason;

/** Errors in OpenAI's shape. Its clients wait and try again at 429, so that busy is 429 here. */
final class OpenAiErrors implements ErrorFormat {
  private static final int TOO_MANY = 429;
  private static final int SERVERS_OWN = 500;

  @Override
  public HttpReply reply(HttpError error) {
    int status = error.failure().reason() == Reason.SERVER_BUSY ? TOO_MANY : error.status();
    return HttpReply.json(
        status,
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart("error");
          json.writeStringField("message", error.failure().message());
          json.writeStringField("type", type(status));
          json.writeNullField("param");
          json.writeStringField("code", error.failure().reason().name());
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static String type(int status) {
    if (status == TOO_MANY) {
      return "rate_limit_error";
    }
    return status >= SERVERS_OWN ? "server_error" : "invalid_request_error";
  }
}
