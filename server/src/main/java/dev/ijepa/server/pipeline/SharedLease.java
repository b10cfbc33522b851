package dev.ijepa.server.pipeline;

import java.util.BitSet;
import java.util.List;

/**
 * A share of the budget that the items of a group hold together. The message that they came in is
 * charged until the last of them is decoded: their images are views of its bytes.
 */
final class SharedLease {
  private final Lease whole;

  // Guarded by this.
  private final long[] held;
  private final BitSet needMessage = new BitSet();
  private final BitSet unreleased = new BitSet();
  private long messageBytes;

  /**
   * Shares what was admitted.
   *
   * @param whole the share of the group
   */
  SharedLease(ItemGroup group, Lease whole) {
    List<FeatureRequest> items = group.items();
    this.whole = whole;
    this.messageBytes = group.messageBytes();
    this.held = items.stream().mapToLong(FeatureRequest::decodedBytes).toArray();
    needMessage.set(0, items.size());
    unreleased.set(0, items.size());
  }

  /** That of one item. */
  Lease of(int item) {
    return new Lease() {
      @Override
      public void reduceTo(long bytes) {
        whole.reduceTo(reduce(item, bytes));
      }

      @Override
      public void release() {
        if (releaseAndAskIfLast(item)) {
          whole.release();
        } else {
          reduceTo(0);
        }
      }
    };
  }

  /** An item holds less from the moment on when it is decoded; returns what all hold together. */
  private synchronized long reduce(int item, long bytes) {
    held[item] = Math.min(held[item], bytes);
    needMessage.clear(item);
    if (needMessage.isEmpty()) {
      messageBytes = 0;
    }
    long sum = messageBytes;
    for (long each : held) {
      sum += each;
    }
    return sum;
  }

  private synchronized boolean releaseAndAskIfLast(int item) {
    unreleased.clear(item);
    return unreleased.isEmpty();
  }
}
