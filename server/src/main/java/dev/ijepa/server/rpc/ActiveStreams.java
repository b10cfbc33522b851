package dev.ijepa.server.rpc;

import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.pipeline.Admission;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open streams, so that they can be drained, or ended where they are in the others' way. */
public final class ActiveStreams {
  private static final Logger log = LoggerFactory.getLogger(ActiveStreams.class);

  /** Who does not read for so long is ended, if what is unread is in the others' way. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Admission admission;
  private final Set<ItemStream<?, ?>> streams = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  @Inject
  ActiveStreams(Admission admission) {
    this.admission = admission;
  }

  void add(ItemStream<?, ?> stream) {
    streams.add(stream);
    // One that opens while the others are being drained must not be forgotten.
    if (draining) {
      stream.drain();
    }
  }

  void remove(ItemStream<?, ?> stream) {
    streams.remove(stream);
  }

  /** How many there are. */
  public int count() {
    return streams.size();
  }

  /** Lets every stream answer what it received, and end. */
  void drain() {
    draining = true;
    streams.forEach(ItemStream::drain);
  }

  /**
   * Where room in the budget is short, ends the streams whose clients do not read their responses.
   * To be called every second or so.
   */
  public void endStalled() {
    if (!admission.isCrowded()) {
      return;
    }
    for (ItemStream<?, ?> stream : streams) {
      if (stream.isStalled(PATIENCE)) {
        log.warn("A stream whose client has not read its responses for {} is ended", PATIENCE);
        stream.abort(
            new Failure(
                Reason.SERVER_BUSY,
                "responses were not read for %d s, and others need the memory that they take"
                    .formatted(PATIENCE.toSeconds())));
      }
    }
  }
}
