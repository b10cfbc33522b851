package dev.ijepa.server.pipeline;

import dev.ijepa.models.image.ImageMemory.Reservation;
import dev.ijepa.server.item.Failure;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The budget of bytes for images while they are decoded, in their full size. Decoders wait for room
 * and get it in the order in which they came: else a large image would wait as long as small ones
 * keep coming. One may always go on, or an image larger than all of it would wait for ever.
 *
 * <p>Nobody may hold room and wait for more.
 */
public final class DecodeMemory {
  private final long capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Object> waiting = new ArrayDeque<>();
  private long inUse;

  public DecodeMemory(long capacity) {
    this.capacity = capacity;
  }

  /**
   * Waits until all who came before have got their room, and there is room for this one too.
   *
   * @param bytes that decoding will take at the same time, about
   * @param fault why there is no point in waiting any more, if there is none; asked before each
   *     wait, and so at each {@link #recheck}
   * @throws WaitEndedException if there is no point in waiting any more
   */
  Reservation reserve(long bytes, Supplier<Optional<Failure>> fault) {
    lock.lock();
    try {
      awaitRoom(bytes, fault);
      inUse += bytes;
    } finally {
      lock.unlock();
    }
    return () -> free(bytes);
  }

  private void awaitRoom(long bytes, Supplier<Optional<Failure>> fault) {
    Object turn = new Object();
    waiting.add(turn);
    try {
      while (waiting.peek() != turn || !hasRoom(bytes)) {
        Optional<Failure> failure = fault.get();
        if (failure.isPresent()) {
          throw new WaitEndedException(failure.get());
        }
        changed.awaitUninterruptibly();
      }
    } finally {
      waiting.remove(turn);
      // There may be room for the next one too.
      changed.signalAll();
    }
  }

  private boolean hasRoom(long bytes) {
    return inUse == 0 || inUse + bytes <= capacity;
  }

  private void free(long bytes) {
    lock.lock();
    try {
      inUse -= bytes;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets all who wait ask whether there is still a point in it. To be called often. */
  void recheck() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Images that wait for room. */
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
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
