package dev.ijepa.server.pipeline;

import dev.ijepa.models.image.ImageMemory.Reservation;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.Priority;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The budget of bytes for images while they are decoded, in their full size.
 *
 * <p>Decoders wait for room. Within a priority they get it in the order in which they came: else a
 * large image would wait as long as small ones keep coming. Between the two, {@link PriorityBudget}
 * decides: an interactive image waits for no batch image, unless it is larger than the whole
 * budget.
 *
 * <p>Nobody may hold room and wait for more.
 */
public final class DecodeMemory {
  /** A place in a line. Compared by identity: it is this place, and no other. */
  private static final class Turn {
    final long bytes;

    Turn(long bytes) {
      this.bytes = bytes;
    }
  }

  private final long largest;
  private final PriorityBudget budget;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Priority, Queue<Turn>> waiting = new EnumMap<>(Priority.class);
  private long inUse;

  /**
   * An empty budget.
   *
   * @param capacity in bytes. An image that needs more is decoded while no other of its kind is
   * @param largest bytes that one image may need; more would not fit into the heap
   */
  public DecodeMemory(long capacity, long largest) {
    this.largest = largest;
    budget = new PriorityBudget(capacity);
    for (Priority priority : Priority.values()) {
      waiting.put(priority, new ArrayDeque<>());
    }
  }

  /**
   * Waits until it is this image's turn, and there is room for it.
   *
   * @param bytes that decoding will take at the same time, about
   * @param fault why there is no point in waiting any more, if there is none; asked before each
   *     wait, and so at each {@link #recheck}
   * @throws WaitEndedException if the image is larger than any may be, or if there is no point in
   *     waiting any more
   */
  Reservation reserve(Priority priority, long bytes, Supplier<Optional<Failure>> fault) {
    if (bytes > largest) {
      throw new WaitEndedException(tooLarge(bytes));
    }
    lock.lock();
    try {
      long charge = awaitRoom(priority, bytes, fault);
      inUse += bytes;
      return () -> free(priority, bytes, charge);
    } finally {
      lock.unlock();
    }
  }

  private Failure tooLarge(long bytes) {
    return new Failure(
        Reason.IMAGE_TOO_LARGE,
        "to decode the image takes about %,d bytes of memory, and this server has %,d for one image: it needs a larger heap (-Xmx) or --max-in-flight"
            .formatted(bytes, largest));
  }

  private long awaitRoom(Priority priority, long bytes, Supplier<Optional<Failure>> fault) {
    Turn turn = new Turn(bytes);
    line(priority).add(turn);
    try {
      while (!isNext(turn)) {
        Optional<Failure> failure = fault.get();
        if (failure.isPresent()) {
          throw new WaitEndedException(failure.get());
        }
        changed.awaitUninterruptibly();
      }
      return budget.take(priority, bytes, first(Priority.BATCH));
    } finally {
      line(priority).remove(turn);
      // There may be room for the next one too.
      changed.signalAll();
    }
  }

  private boolean isNext(Turn turn) {
    Optional<Priority> next = budget.next(first(Priority.INTERACTIVE), first(Priority.BATCH));
    return next.isPresent() && line(next.get()).peek() == turn;
  }

  private OptionalLong first(Priority priority) {
    Turn first = line(priority).peek();
    return first == null ? OptionalLong.empty() : OptionalLong.of(first.bytes);
  }

  private Queue<Turn> line(Priority priority) {
    @Nullable Queue<Turn> line = waiting.get(priority);
    if (line == null) {
      throw new AssertionError(priority);
    }
    return line;
  }

  private void free(Priority priority, long bytes, long charge) {
    lock.lock();
    try {
      inUse -= bytes;
      budget.release(priority, charge);
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
      return waiting.values().stream().mapToInt(Queue::size).sum();
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
