package dev.ijepa.server.queue;

import dev.ijepa.server.item.Priority;

/**
 * Whose turn it is. Interactive work goes first, but of four turns that both want, the fourth is
 * batch work's: so that it never starves. Not safe for use by several threads at once.
 */
public final class PriorityTurns {
  private static final int MOST_IN_A_ROW = 3;

  private int interactiveInARow;

  /** Whether batch work, if any waits, goes before interactive work now. */
  public boolean isBatchDue() {
    return interactiveInARow >= MOST_IN_A_ROW;
  }

  /**
   * A turn was taken.
   *
   * @param priority by work of this kind
   * @param batchWaited whether batch work wanted it too
   */
  public void took(Priority priority, boolean batchWaited) {
    interactiveInARow = priority == Priority.INTERACTIVE && batchWaited ? interactiveInARow + 1 : 0;
  }
}
