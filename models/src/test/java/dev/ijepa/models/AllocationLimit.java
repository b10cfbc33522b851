package dev.ijepa.models;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Notices when a stranger's few bytes make a thread take many. */
public final class AllocationLimit {
  /** What a test does with a stranger's bytes. */
  public interface Work<E extends Exception> {
    void run() throws E;
  }

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private AllocationLimit() {}

  /** Does some work, which may take at most {@code bytes} from the heap. */
  public static <E extends Exception> void require(long bytes, Work<E> work) throws E {
    // The first time may load classes, but the second does not.
    if (taken(work) > bytes) {
      long again = taken(work);
      if (again > bytes) {
        throw new AssertionError("%,d bytes were allocated; %,d are fair".formatted(again, bytes));
      }
    }
  }

  private static <E extends Exception> long taken(Work<E> work) throws E {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    work.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
