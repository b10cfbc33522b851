package dev.ijepa.client.bench;

/** Sends items until it is stopped. */
interface Load {
  void start();

  /** Sends no more. What is in flight goes on. */
  void stop();
}
