package dev.ijepa.server.pipeline;

import dev.ijepa.models.image.ImageMemory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The budget of bytes for images while they are decoded, in their full size. A decoder waits for
 * room; one may always go on, or an image larger than all of it would wait for ever.
 */
public final class DecodeMemory implements ImageMemory {
  private final long capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private long inUse;

  public DecodeMemory(long capacity) {
    this.capacity = capacity;
  }

  @Override
  public Reservation reserve(long bytes) {
    lock.lock();
    try {
      while (inUse > 0 && inUse + bytes > capacity) {
        freed.awaitUninterruptibly();
      }
      inUse += bytes;
    } finally {
      lock.unlock();
    }
    return () -> free(bytes);
  }

  private void free(long bytes) {
    lock.lock();
    try {
      inUse -= bytes;
      freed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Bytes of images that are being decoded. */
  public long bytesInUse() {
    lock.lock();
    try {
      return inUse;
    } finally {
      lock.unlock();
    }
  }
}
