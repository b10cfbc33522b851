package dev.ijepa.server.identity;

import picocli.CommandLine.Option;

/** Who counts as one caller. */
public final class IdentityOptions {
  @Option(
      names = "--callers",
      paramLabel = "RULE",
      description = {
        "address: each remote address is a client (default). Clients share the server evenly.",
        "one: all calls are of one client. Set it if addresses do not tell clients apart, as behind several proxies."
      })
  public CallerRule callers = CallerRule.ADDRESS;
}
