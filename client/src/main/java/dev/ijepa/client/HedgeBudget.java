package dev.ijepa.client;

/** Lets a share of the calls be sent twice: each call saves a part of a second one. */
final class HedgeBudget {
  // What a quiet time may save up for a bad moment.
  private static final double MOST = 10;

  private final double share;
  private double saved = 1;

  HedgeBudget(double share) {
    this.share = share;
  }

  synchronized void called() {
    saved = Math.min(MOST, saved + share);
  }

  synchronized boolean take() {
    if (saved < 1) {
      return false;
    }
    saved--;
    return true;
  }
}
