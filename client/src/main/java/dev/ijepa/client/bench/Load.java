package dev.ijepa.client.bench;

/** Sends items until the end of the window. */
interface Load {
  void start();

  /** Waits until all that was due before the end is sent, and sends no more. */
  void finish() throws InterruptedException;

  /** Sends no more, whatever is due. What is in flight goes on. */
  void stop();
}
