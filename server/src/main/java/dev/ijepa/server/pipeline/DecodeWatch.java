package dev.ijepa.server.pipeline;

import com.google.common.base.Ticker;
import dev.ijepa.models.Exhaustive;
import dev.ijepa.models.image.DecodeTimer;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Nanos;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Answers items while they are in a decoder. Native decoders can't be stopped: they keep their
 * thread and their room until they return, but no sender need wait for that.
 */
final class DecodeWatch {
  private final Duration limit;
  private final Ticker ticker;
  private final Map<DecodeTimer, Consumer<Failure>> running = new ConcurrentHashMap<>();

  /**
   * Watches nothing yet.
   *
   * @param limit how long the decoding of an image may take
   */
  DecodeWatch(Duration limit, Ticker ticker) {
    this.limit = Duration.ofNanos(Nanos.of(limit));
    this.ticker = ticker;
  }

  /**
   * Decoding begins. Every beginning must have its {@link #end}.
   *
   * @param failed is told, once, if the item has failed before the end
   */
  DecodeTimer begin(Consumer<Failure> failed) {
    DecodeTimer timer = new DecodeTimer(limit, ticker::read);
    running.put(timer, failed);
    return timer;
  }

  /** Decoding has ended. False if that was told before, or the item has failed meanwhile. */
  boolean end(DecodeTimer timer) {
    return running.remove(timer) != null;
  }

  /** Fails those whose time is over. To be called often. */
  void expire() {
    fail(DecodeTimer::isOver, timer -> ImageFailures.of(timer.fault()));
  }

  /** Fails all that are in a decoder, or wait there for room. */
  void giveUp(Failure failure) {
    fail(timer -> true, timer -> failure);
  }

  private void fail(Predicate<DecodeTimer> which, Function<DecodeTimer, Failure> failure) {
    Exhaustive.forEach(
        running.entrySet(),
        decoding -> {
          DecodeTimer timer = decoding.getKey();
          if (which.test(timer) && end(timer)) {
            decoding.getValue().accept(failure.apply(timer));
          }
        });
  }
}
