package dev.ijepa.client.cli;

import dev.ijepa.client.IjepaException;

/** The line of an item that failed. */
final class ErrorJson {
  private ErrorJson() {}

  static JsonObject of(String path, IjepaException error) {
    return new JsonObject()
        .put("path", path)
        .put(
            "error",
            new JsonObject()
                .put("code", error.code().name())
                .put("reason", error.reason())
                .put("message", error.description()));
  }
}
