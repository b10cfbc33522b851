package dev.ijepa.server.pipeline;

import com.google.common.base.Ticker;
import dev.ijepa.models.image.DecodeTimer;
import dev.ijepa.models.image.ImageException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Answers items whose decoding takes longer than it may. Native decoders can't be stopped: they
 * keep their thread and their room until they return, but no sender need wait for that.
 */
final class DecodeWatch {
  private final Duration limit;
  private final Ticker ticker;
  private final Map<DecodeTimer, Consumer<ImageException>> running = new ConcurrentHashMap<>();

  DecodeWatch(Duration limit, Ticker ticker) {
    this.limit = limit;
    this.ticker = ticker;
  }

  /**
   * Decoding begins. Every beginning must have its {@link #end}.
   *
   * @param tooSlow is told, once, if the time is over before the end
   */
  DecodeTimer begin(Consumer<ImageException> tooSlow) {
    DecodeTimer timer = new DecodeTimer(limit, ticker::read);
    running.put(timer, tooSlow);
    return timer;
  }

  /** Decoding has ended. False if that had been told before, or that it is too slow. */
  boolean end(DecodeTimer timer) {
    return running.remove(timer) != null;
  }

  /** Tells those whose time is over. To be called often. */
  void expire() {
    running.forEach(
        (timer, tooSlow) -> {
          if (timer.isOver() && end(timer)) {
            tooSlow.accept(timer.fault());
          }
        });
  }
}
