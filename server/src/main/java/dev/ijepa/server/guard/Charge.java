package dev.ijepa.server.guard;

import dev.ijepa.server.item.FailedException;

/** Counts bytes against a budget before they are allocated. */
public interface Charge {
  /**
   * Adds to what is charged.
   *
   * @throws FailedException if there is no room
   */
  void add(long bytes) throws FailedException;
}
