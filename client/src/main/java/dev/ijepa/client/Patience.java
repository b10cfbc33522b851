package dev.ijepa.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Decides what follows when a call of a stream breaks.
 *
 * <p>Calls that break without any answer are counted: a server that is out of reach for too long
 * ends the stream. An item whose calls break again and again is suspected to break them (it is
 * larger than a proxy lets through, or it kills the server). The {@link Outbox} then sends it
 * alone; if that call breaks too, often enough, the item fails, and the stream goes on.
 */
final class Patience {
  /** What breaks so many calls, the last of them alone, fails; if it was not for an outage. */
  private static final int MOST_BREAKS = 6;

  /**
   * What follows.
   *
   * @param pause before the next call; empty: there is none, the stream fails
   * @param culprit the item that is given up
   */
  record Verdict(Optional<Duration> pause, Optional<PendingItem> culprit) {}

  private final Backoff backoff;
  private int fruitless;
  private boolean gaveUp;

  Patience(Backoff backoff) {
    this.backoff = backoff;
  }

  /**
   * A call broke.
   *
   * @param isFruitful it had an answer
   * @param owedNothing no item waits for an answer: an idle call may be ended at any time
   * @param lost what it carried, and had not answered
   */
  Verdict broke(
      boolean isFruitful, boolean owedNothing, List<PendingItem> lost, IjepaException error) {
    if (owedNothing) {
      fruitless = 0;
    } else {
      fruitless = isFruitful ? 1 : fruitless + 1;
    }
    gaveUp &= !isFruitful;
    Optional<PendingItem> alone =
        lost.size() == 1 && lost.get(0).isSuspect() ? Optional.of(lost.get(0)) : Optional.empty();
    boolean isCut = error.reason().equals(IjepaException.CALL_CUT);
    int breaks = isCut || error.reason().isEmpty() ? countBreaks(lost) : 0;
    Optional<Duration> wait = backoff.before(Math.max(1, fruitless), error);
    if (alone.isPresent()
        && error.isRetryable()
        && (wait.isEmpty() ? !gaveUp : isCut && breaks >= MOST_BREAKS)) {
      // One attempt is left for those behind it: an outage has no culprit.
      gaveUp = true;
      fruitless--;
      return new Verdict(backoff.before(Math.max(1, fruitless), error), alone);
    }
    return new Verdict(wait, Optional.empty());
  }

  private static int countBreaks(List<PendingItem> lost) {
    return lost.stream().mapToInt(PendingItem::countBreak).max().orElse(0);
  }
}
