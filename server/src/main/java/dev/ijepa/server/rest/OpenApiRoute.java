package dev.ijepa.server.rest;

import dev.ijepa.server.http.HttpCall;
import dev.ijepa.server.http.HttpErrorException;
import dev.ijepa.server.http.HttpReply;
import dev.ijepa.server.http.RouteHandler;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Set;

/** Describes all routes of the port, those of other APIs too. Tests compare it with them. */
final class OpenApiRoute implements RouteHandler {
  private static final int OK = 200;

  private final byte[] document;

  @Inject
  OpenApiRoute() {
    try (InputStream resource = OpenApiRoute.class.getResourceAsStream("openapi.json")) {
      document = Objects.requireNonNull(resource).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void handle(HttpCall call) throws HttpErrorException {
    call.query().requireOnly(Set.of());
    call.port().send(HttpReply.of(OK, "application/json", document));
  }
}
