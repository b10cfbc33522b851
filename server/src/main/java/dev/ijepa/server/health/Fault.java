package dev.ijepa.server.health;

/** What can be wrong with a model that is loaded. */
public enum Fault {
  /** A batch does not come back. */
  HANGS,
  /** The canary image has another embedding than it had. */
  WRONG_RESULTS
}
