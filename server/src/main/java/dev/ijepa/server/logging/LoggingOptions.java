package dev.ijepa.server.logging;

import picocli.CommandLine.Option;

/** How the log is written, and whether it has a line for each call. */
public final class LoggingOptions {
  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description = {
        "text: a line has time, level, class and message (default).",
        "json: a line is an object, with trace, model and client where they are known."
      })
  public LogFormat logFormat = LogFormat.TEXT;

  @Option(
      names = "--access-log",
      paramLabel = "WHAT",
      description = "off (default); calls: a line for each call; items: one for each item too.")
  public AccessLogging accessLog = AccessLogging.OFF;
}
