package dev.ijepa.server.identity;

import picocli.CommandLine.Option;

/** Who counts as one caller. */
public final class IdentityOptions {
  @Option(
      names = "--callers",
      paramLabel = "RULE",
      description = {
        "address: each remote address is a caller (default). Callers share the server evenly.",
        "one: all calls are of one caller. Set it behind a proxy."
      })
  public CallerRule callers = CallerRule.ADDRESS;
}
