package dev.ijepa.server.session;

import dev.ijepa.server.options.OptionErrors;
import picocli.CommandLine.Option;

/** What a stream may have in flight. */
public final class SessionOptions {
  @Option(
      names = "--stream-window",
      paramLabel = "N",
      description = "The most items of one stream in flight (default: ${DEFAULT-VALUE}).")
  public int streamWindow = 128;

  /** Tells what is out of range. */
  public void validate(OptionErrors errors) {
    errors.requireRange("--stream-window", streamWindow, 1, 65536);
  }
}
