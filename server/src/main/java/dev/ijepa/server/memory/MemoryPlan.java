package dev.ijepa.server.memory;

import java.util.Locale;

/**
 * What the memory of the process is for, in bytes.
 *
 * @param limit what the process may have
 * @param heap Java's heap: {@code -Xmx}
 * @param heads of the heap, what attached heads may take
 * @param network buffers of connections, outside the heap
 * @param program Java's and TensorFlow's own code and data
 * @param weights of all models, with the copies that are packed for the processor
 * @param batches what TensorFlow keeps for the batches that run
 * @param lanes how many batches this is for at once
 * @param batchSize of how many images at most
 */
public record MemoryPlan(
    long limit,
    long heap,
    long heads,
    long network,
    long program,
    long weights,
    long batches,
    int lanes,
    int batchSize) {
  private static final double GIB = 1L << 30;

  /**
   * What is left for images while they are decoded: some decoders work outside the heap. Negative
   * if the rest does not fit.
   */
  public long images() {
    return limit - heap - network - program - weights - batches;
  }

  /** In one line, in GiB. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.1f GiB: %.2f heap%s, %.2f network, %.2f Java and TensorFlow, %.2f weights, %.2f batches (%d at once, of up to %d), %.2f left for images",
        limit / GIB,
        heap / GIB,
        heads == 0 ? "" : String.format(Locale.ROOT, " (%.2f of it for heads)", heads / GIB),
        network / GIB,
        program / GIB,
        weights / GIB,
        batches / GIB,
        lanes,
        batchSize,
        images() / GIB);
  }
}
