package dev.ijepa.server.pipeline;

import dev.ijepa.models.image.ImageMemory.Reservation;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Priority;
import dev.ijepa.server.queue.FairQueue;
import dev.ijepa.server.queue.Waiting;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The budget of bytes for images while they are decoded, in their full size.
 *
 * <p>Decoders wait for room. Within a priority they get it in the order of {@link FairQueue}, by
 * bytes: an image of one caller does not wait behind a thousand of another. The image whose turn it
 * is is passed by no image that must wait behind it, else a large image would wait as long as small
 * ones keep coming. Between the priorities, {@link PriorityBudget} decides: an interactive image
 * waits for no batch image, unless it is larger than the whole budget.
 *
 * <p>A decoder must not wait for more room while it holds some.
 */
public final class DecodeMemory {
  /** An image that waits. Compared by identity. */
  private static final class Turn {
    final ItemTerms terms;
    final long bytes;

    Turn(ItemTerms terms, long bytes) {
      this.terms = terms;
      this.bytes = bytes;
    }

    Priority priority() {
      return terms.priority();
    }
  }

  private final long largest;
  private final PriorityBudget budget;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final FairQueue<Turn> line =
      new FairQueue<>(turn -> turn.terms, turn -> Math.max(1, turn.bytes));
  private long inUse;
  private long changes;

  /**
   * An empty budget.
   *
   * @param capacity in bytes. An image that needs more is decoded while no other of its kind is
   * @param largest bytes that one image may need; more would not fit into the heap
   */
  public DecodeMemory(long capacity, long largest) {
    this.largest = largest;
    budget = new PriorityBudget(capacity);
  }

  /**
   * Waits until it is this image's turn, and there is room for it.
   *
   * @param terms of the image's item
   * @param bytes that decoding will take at the same time, about
   * @param fault why there is no point in waiting any more, if there is none; asked, without a
   *     lock, before each wait, and so at each {@link #recheck}
   * @throws WaitEndedException if the image is larger than any may be, or if there is no point in
   *     waiting any more
   */
  Reservation reserve(ItemTerms terms, long bytes, Supplier<Optional<Failure>> fault) {
    if (bytes > largest) {
      throw new WaitEndedException(tooLarge(bytes));
    }
    Turn turn = new Turn(terms, bytes);
    Waiting<Turn> place = enter(turn);
    try {
      while (true) {
        long seen = changes();
        OptionalLong charge = takeIfNext(turn);
        if (charge.isPresent()) {
          return () -> free(turn, charge.getAsLong());
        }
        Optional<Failure> failure = fault.get();
        if (failure.isPresent()) {
          throw new WaitEndedException(failure.get());
        }
        awaitChange(seen);
      }
    } finally {
      leave(place);
    }
  }

  private Failure tooLarge(long bytes) {
    return new Failure(
        Reason.IMAGE_TOO_LARGE,
        "to decode the image takes about %,d bytes of memory, and this server has %,d for one image: it needs a larger heap (-Xmx), --max-in-flight or container"
            .formatted(bytes, largest));
  }

  private Waiting<Turn> enter(Turn turn) {
    lock.lock();
    try {
      return line.add(turn, 0);
    } finally {
      lock.unlock();
    }
  }

  private long changes() {
    lock.lock();
    try {
      return changes;
    } finally {
      lock.unlock();
    }
  }

  /** Takes room if it is this image's turn: the bytes that are charged; empty if it must wait. */
  private OptionalLong takeIfNext(Turn turn) {
    lock.lock();
    try {
      Optional<Priority> next = budget.next(first(Priority.INTERACTIVE), first(Priority.BATCH));
      if (next.isEmpty() || line.peek(next.get()) != turn) {
        return OptionalLong.empty();
      }
      OptionalLong firstBatch = first(Priority.BATCH);
      line.poll(turn.priority());
      long charge = budget.take(turn.priority(), turn.bytes, firstBatch);
      inUse += turn.bytes;
      return OptionalLong.of(charge);
    } finally {
      lock.unlock();
    }
  }

  private void awaitChange(long seen) {
    lock.lock();
    try {
      while (changes == seen) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Leaves the line, if it has not had its turn. There may be room for the next one. */
  private void leave(Waiting<Turn> place) {
    lock.lock();
    try {
      line.remove(place);
      tellAll();
    } finally {
      lock.unlock();
    }
  }

  private void tellAll() {
    changes++;
    changed.signalAll();
  }

  private OptionalLong first(Priority priority) {
    @Nullable Turn first = line.peek(priority);
    return first == null ? OptionalLong.empty() : OptionalLong.of(first.bytes);
  }

  private void free(Turn turn, long charge) {
    lock.lock();
    try {
      inUse -= turn.bytes;
      budget.release(turn.priority(), charge);
      tellAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets all who wait ask whether there is still a point in it. To be called often. */
  void recheck() {
    lock.lock();
    try {
      tellAll();
    } finally {
      lock.unlock();
    }
  }

  /** Images that wait for room. */
  int waiting() {
    lock.lock();
    try {
      return line.size();
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
