package dev.ijepa.server.batching;

/** Hears of batches and does nothing. */
class NoListener implements BatchListener {
  @Override
  public void batchRan(int items, int size, int lanes, long nanos) {}

  @Override
  public void batchFailed() {}
}
