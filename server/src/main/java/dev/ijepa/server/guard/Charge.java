package dev.ijepa.server.guard;

import dev.ijepa.server.item.FailedException;

/** Counts what the reading of a message takes, beside the bytes of it that came. */
public interface Charge {
  /** For what is charged elsewhere. */
  Charge NONE =
      new Charge() {
        @Override
        public void inflate(long bytes) {}

        @Override
        public void objects(long bytes) {}
      };

  /**
   * So many bytes are about to be inflated. The sender alone is refused if there is no room: what
   * it sent was small, and others sent what they hold.
   *
   * @throws FailedException if there is no room
   */
  void inflate(long bytes) throws FailedException;

  /** So many bytes of objects are about to be made; {@link MessageCost} has bounded them. */
  void objects(long bytes);
}
