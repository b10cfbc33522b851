package dev.ijepa.server.queue;

import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells others what they wait to hear, in threads of their own, and never loses a word: if no
 * thread takes it, because they have ended or memory is short, the thread that knows it tells it.
 */
public final class Announcer {
  private static final Logger log = LoggerFactory.getLogger(Announcer.class);

  private final Executor executor;

  public Announcer(Executor executor) {
    this.executor = executor;
  }

  /** Tells something later or now. Never throws; what the telling throws is logged. */
  public void tell(Runnable word) {
    try {
      executor.execute(() -> tellNow(word));
    } catch (RuntimeException | Error e) {
      log.error("No thread takes an announcement; it is made in the one that found it", e);
      tellNow(word);
    }
  }

  private static void tellNow(Runnable word) {
    try {
      word.run();
    } catch (RuntimeException | Error e) {
      log.error("An announcement failed", e);
    }
  }
}
