package dev.ijepa.server.pipeline;

import dev.ijepa.server.item.Priority;

/**
 * Which images may be decoded now, so that an interactive image never waits for a batch image.
 *
 * <p>A decoder in native code can't be interrupted: a photograph of 24 megapixels holds its thread
 * for a third of a second. So there are twice as many threads as images of a kind that are decoded
 * at once, and the operating system divides the cores between the kinds. Batch images do not begin
 * while as many are decoded as there shall be; but a third of that number may always, which is a
 * quarter of all that are then decoded. Not safe for use by several threads at once.
 */
final class DecodeThreads {
  private final int most;
  private int interactive;
  private int batch;

  /**
   * All are free.
   *
   * @param most images of each kind that are decoded at once, at least 1
   */
  DecodeThreads(int most) {
    this.most = most;
  }

  /** How many threads there must be. */
  int count() {
    return 2 * most;
  }

  /** Whether an image of this kind may be decoded now. */
  boolean areFree(Priority priority) {
    if (priority == Priority.INTERACTIVE) {
      return interactive < most;
    }
    return batch < most && (interactive + batch < most || batch < (most + 2) / 3);
  }

  /** An image is decoded, or, with -1, no more. */
  void count(Priority priority, int change) {
    if (priority == Priority.INTERACTIVE) {
      interactive += change;
    } else {
      batch += change;
    }
  }
}
