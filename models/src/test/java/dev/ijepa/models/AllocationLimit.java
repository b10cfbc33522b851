package dev.ijepa.models;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Notices when a stranger's few bytes make this thread take many. */
public final class AllocationLimit {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long start = THREADS.getCurrentThreadAllocatedBytes();

  /** What was taken from the heap since this object was made must be at most {@code bytes}. */
  public void require(long bytes) {
    long taken = THREADS.getCurrentThreadAllocatedBytes() - start;
    if (taken > bytes) {
      throw new AssertionError("%,d bytes were allocated; %,d are fair".formatted(taken, bytes));
    }
  }
}
