package dev.ijepa.server.pipeline;

import dev.ijepa.server.item.Priority;
import dev.ijepa.server.queue.PriorityTurns;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A budget of bytes, and whose turn it is to take from it.
 *
 * <p>Batch work may take three quarters of it. Interactive work may take all of it, is first in
 * line, and needs no room while no other interactive work has any: so it waits for nobody but its
 * own kind. Batch work can't starve: if it lacks nothing but what interactive work holds, the
 * fourth turn is its own ({@link PriorityTurns}). Whoever's turn it is is passed by nobody.
 *
 * <p>What is larger than three quarters of the budget is charged as if it took them: it is let in
 * when nothing of its own kind is there. Not safe for use by several threads at once.
 */
final class PriorityBudget {
  private final long capacity;
  private final long batchCapacity;
  private final PriorityTurns turns = new PriorityTurns();
  private long interactive;
  private long batch;
  private int interactiveHolders;

  PriorityBudget(long capacity) {
    this.capacity = capacity;
    this.batchCapacity = Math.max(1, capacity / 4 * 3);
  }

  /**
   * Which of two that want room may have it now.
   *
   * @param firstInteractive bytes of the first in the line of interactive work; empty if none waits
   * @param firstBatch the same of batch work
   * @return empty if the one whose turn it is must wait
   */
  Optional<Priority> next(OptionalLong firstInteractive, OptionalLong firstBatch) {
    boolean batchWaits = hasShareLeft(firstBatch);
    if (firstInteractive.isPresent() && !(batchWaits && turns.isBatchDue())) {
      return fitsInteractive(firstInteractive.getAsLong())
          ? Optional.of(Priority.INTERACTIVE)
          : Optional.empty();
    }
    return batchWaits && fitsAll(firstBatch.getAsLong())
        ? Optional.of(Priority.BATCH)
        : Optional.empty();
  }

  /**
   * Takes room.
   *
   * @param firstBatch bytes of the first in the line of batch work; empty if none waits
   * @return the bytes that are charged, to be given back
   */
  long take(Priority priority, long bytes, OptionalLong firstBatch) {
    turns.took(priority, hasShareLeft(firstBatch));
    long charge = charge(bytes);
    if (priority == Priority.INTERACTIVE) {
      interactive += charge;
      interactiveHolders++;
    } else {
      batch += charge;
    }
    return charge;
  }

  /** Gives back a part of what was taken. */
  void giveBack(Priority priority, long charge) {
    if (priority == Priority.INTERACTIVE) {
      interactive -= charge;
    } else {
      batch -= charge;
    }
  }

  /** Gives back the rest of what was taken. */
  void release(Priority priority, long charge) {
    giveBack(priority, charge);
    if (priority == Priority.INTERACTIVE) {
      interactiveHolders--;
    }
  }

  /** Bytes that are charged. */
  long inUse() {
    return interactive + batch;
  }

  /** Whether batch work wants room, and its own kind leaves it that. */
  private boolean hasShareLeft(OptionalLong firstBatch) {
    return firstBatch.isPresent() && batch + charge(firstBatch.getAsLong()) <= batchCapacity;
  }

  private boolean fitsInteractive(long bytes) {
    return fitsAll(bytes) || (interactiveHolders == 0 && bytes <= capacity);
  }

  private boolean fitsAll(long bytes) {
    return inUse() + charge(bytes) <= capacity;
  }

  private long charge(long bytes) {
    return Math.min(bytes, batchCapacity);
  }
}
