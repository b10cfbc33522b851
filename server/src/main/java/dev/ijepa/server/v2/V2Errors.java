package dev.ijepa.server.v2;

import dev.ijepa.server.http.ErrorFormat;
import dev.ijepa.server.http.HttpError;
import dev.ijepa.server.http.HttpReply;

/** Errors in the protocol's shape, with our {@code reason} beside its message. */
final class V2Errors implements ErrorFormat {
  @Override
  public HttpReply reply(HttpError error) {
    return HttpReply.json(
        error.status(),
        json -> {
          json.writeStartObject();
          json.writeStringField("error", error.failure().message());
          json.writeStringField("reason", error.failure().reason().name());
          json.writeEndObject();
        });
  }
}
