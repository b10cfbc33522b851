package dev.ijepa.server.rest;

import dev.ijepa.server.features.OutputSelection;
import dev.ijepa.server.http.HttpError;
import dev.ijepa.server.http.HttpErrorException;
import java.util.List;
import java.util.Locale;

/** The names of outputs in a query: those of the core, in small letters too. */
final class OutputNames {
  private static final List<OutputSelection> ALL =
      List.of(
          new OutputSelection.Embedding(),
          new OutputSelection.EmbeddingLast4(),
          new OutputSelection.Tokens());

  private OutputNames() {}

  static OutputSelection selection(String name) throws HttpErrorException {
    return ALL.stream()
        .filter(output -> output.key().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                HttpError.of(
                        400,
                        "output names no output; there are "
                            + String.join(", ", ALL.stream().map(OutputSelection::key).toList()))
                    .asException());
  }
}
