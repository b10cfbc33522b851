package dev.ijepa.server.http;

import dev.ijepa.server.json.Json;
import org.eclipse.jetty.http.HttpStatus;

/** Errors as RFC 9457 has them, with our {@code reason} beside its members. */
public final class ProblemJson implements ErrorFormat {
  /** The format of every route that has no other. */
  public static final ErrorFormat INSTANCE = new ProblemJson();

  private ProblemJson() {}

  @Override
  public HttpReply reply(HttpError error) {
    return HttpReply.of(
        error.status(),
        "application/problem+json",
        Json.write(
            json -> {
              json.writeStartObject();
              json.writeStringField("title", title(error.status()));
              json.writeNumberField("status", error.status());
              json.writeStringField("detail", error.failure().message());
              json.writeStringField("reason", error.failure().reason().name());
              json.writeEndObject();
            }));
  }

  private static String title(int status) {
    HttpStatus.Code code = HttpStatus.getCode(status);
    return code == null ? "Client Closed Request" : code.getMessage();
  }
}
