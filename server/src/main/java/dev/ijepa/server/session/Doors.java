package dev.ijepa.server.session;

import com.google.common.base.Ticker;
import dev.ijepa.models.Exhaustive;
import dev.ijepa.server.guard.Receptions;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.Nanos;
import dev.ijepa.server.pipeline.Admission;
import dev.ijepa.server.pipeline.FeaturePipeline;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The doors of a server: opened one after the other, and drained together. */
public final class Doors {
  private static final Logger log = LoggerFactory.getLogger(Doors.class);

  private static final Duration POLL = Duration.ofMillis(20);

  /** What the last calls may take to arrive, and the last responses to leave. */
  private static final Duration LAST_WORDS = Duration.ofMillis(500);

  /** When there may be another server in this one's place. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Set<Door> doors;
  private final SessionOptions options;
  private final Sessions sessions;
  private final FeaturePipeline pipeline;
  private final Admission admission;
  private final Receptions receptions;
  private final Ticker ticker;
  private final List<Door> open = new CopyOnWriteArrayList<>();

  @Inject
  public Doors(
      Set<Door> doors,
      SessionOptions options,
      Sessions sessions,
      FeaturePipeline pipeline,
      Admission admission,
      Receptions receptions,
      Ticker ticker) {
    this.doors = doors;
    this.options = options;
    this.sessions = sessions;
    this.pipeline = pipeline;
    this.admission = admission;
    this.receptions = receptions;
    this.ticker = ticker;
  }

  /**
   * Opens the ports.
   *
   * @throws IOException if one can't be opened; the message says what to do. {@link #drain} closes
   *     those that are open
   */
  public void start() throws IOException {
    for (Door door : doors) {
      door.start();
      open.add(door);
    }
  }

  /** Tells health checks that the doors will close, so that balancers send no more requests. */
  public void announceDrain() {
    Exhaustive.forEach(open, Door::announceDrain);
  }

  /**
   * Answers what was received, tells clients to go elsewhere, and closes the ports. What is not
   * answered within the drain timeout fails.
   */
  public void drain() {
    Exhaustive.run(
        sessions::drain,
        () -> Exhaustive.forEach(open, Door::stopAccepting),
        this::awaitAnswers,
        () -> Exhaustive.forEach(open, Door::close));
  }

  private void awaitAnswers() {
    try {
      awaitQuiet();
      // The last responses leave.
      haveCallsEnded(LAST_WORDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Calls that watch health or reflection never end by themselves: they are not waited for. But a
   * call may be on its way that was sent before its client heard of the drain.
   */
  private void awaitQuiet() throws InterruptedException {
    long start = ticker.read();
    long quietSince = start;
    while (!haveCallsEnded(POLL) && Nanos.of(LAST_WORDS) > ticker.read() - quietSince) {
      if (!isBusy()) {
        continue;
      }
      quietSince = ticker.read();
      if (quietSince - start > Nanos.of(options.drainTimeout)) {
        log.warn("Items are still unanswered after {}; they are given up", options.drainTimeout);
        pipeline.giveUp(
            new Failure(
                Reason.SERVER_NOT_SERVING,
                "the server is shutting down, and this could not be computed in time",
                Optional.of(RETRY_AFTER)));
        return;
      }
    }
  }

  private boolean haveCallsEnded(Duration limit) throws InterruptedException {
    for (Door door : open) {
      if (!door.awaitCalls(limit)) {
        return false;
      }
    }
    return true;
  }

  private boolean isBusy() {
    return sessions.openStreams() > 0 || admission.itemsInFlight() > 0 || receptions.bytes() > 0;
  }
}
