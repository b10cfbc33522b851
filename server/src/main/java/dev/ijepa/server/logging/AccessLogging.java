package dev.ijepa.server.logging;

import java.util.Locale;

/** What has a line in the access log. */
public enum AccessLogging {
  /** Nothing. */
  OFF,

  /** Each call, at its end. */
  CALLS,

  /** Each call, and each item. */
  ITEMS;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
