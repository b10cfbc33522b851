package dev.ijepa.client.bench;

/**
 * The part of a run that is measured, in ns of {@link System#nanoTime}.
 *
 * @param from after the warm-up
 * @param to exclusive; nothing is sent from here on
 */
record Window(long from, long to) {

  // By differences: nanoTime may wrap round.
  boolean contains(long time) {
    return time - from >= 0 && time - to < 0;
  }

  double seconds() {
    return (to - from) / 1e9;
  }
}
