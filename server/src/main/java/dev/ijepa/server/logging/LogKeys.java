package dev.ijepa.server.logging;

import dev.ijepa.server.item.ModelEvents;

/** The keys of what a line of JSON says beside its message. */
final class LogKeys {
  static final String CLIENT = "client";
  static final String MODEL = ModelEvents.KEY;

  /** The name of the access log's logger. */
  static final String ACCESS = "access";

  private LogKeys() {}
}
