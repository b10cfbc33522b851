package dev.ijepa.server.session;

import com.google.common.base.Ticker;
import dev.ijepa.server.features.FeatureCore;
import dev.ijepa.server.guard.Refusals;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.Priority;
import dev.ijepa.server.item.Refusal;
import dev.ijepa.server.pipeline.Admission;
import dev.ijepa.server.pipeline.FeaturePipeline;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open calls of all doors: opened here, ended if their clients do not read, and drained. */
public final class Sessions {
  private static final Logger log = LoggerFactory.getLogger(Sessions.class);

  /** A client that does not read for so long is ended, if others need the memory. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Failure NOT_READ =
      new Failure(
          Reason.SERVER_BUSY,
          "responses were not read for %d s, and others need the memory that they take"
              .formatted(PATIENCE.toSeconds()));

  private final FeatureCore core;
  private final FeaturePipeline pipeline;
  private final Admission admission;
  private final SessionOptions options;
  private final Refusals refusals;
  private final Ticker ticker;
  private final Set<StreamSession<?>> streams = ConcurrentHashMap.newKeySet();
  private final Set<OpenCall> unread = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  @Inject
  public Sessions(
      FeatureCore core,
      FeaturePipeline pipeline,
      Admission admission,
      SessionOptions options,
      Refusals refusals,
      Ticker ticker) {
    this.core = core;
    this.pipeline = pipeline;
    this.admission = admission;
    this.options = options;
    this.refusals = refusals;
    this.ticker = ticker;
  }

  /**
   * Refuses a single call before its message is received, if no model could answer it in time.
   *
   * @param deadlineNanos on the server's ticker
   * @return why; empty if the door should receive the message
   */
  public Optional<Failure> refuseUnseen(Caller caller, long deadlineNanos) {
    return pipeline.refuseUnseen(caller, deadlineNanos);
  }

  /**
   * Begins a stream. The door calls {@link StreamSession#open} next, and {@link
   * StreamSession#closed} at the end.
   *
   * @param deadlineNanos of the whole call, on the server's ticker
   */
  public <T> StreamSession<T> openStream(StreamPort<T> port, Caller caller, long deadlineNanos) {
    return openStream(port, caller, StreamTerms.DEFAULT, deadlineNanos);
  }

  /**
   * Begins a stream of a door whose streams are not as others.
   *
   * @param terms what holds unless a message has terms
   */
  public <T> StreamSession<T> openStream(
      StreamPort<T> port, Caller caller, StreamTerms terms, long deadlineNanos) {
    StreamSession<T> stream =
        new StreamSession<>(
            port,
            core,
            pipeline,
            ticker,
            options.streamWindow,
            caller,
            terms,
            deadlineNanos,
            this::closed);
    streams.add(stream);
    unread.add(stream);
    // One that opens while the others are drained must not be forgotten.
    if (draining) {
      stream.drain();
    }
    return stream;
  }

  private void closed(StreamSession<?> stream) {
    streams.remove(stream);
    unread.remove(stream);
  }

  /**
   * Begins an interactive call with one answer. The door calls {@link SingleCall#start} next, and
   * {@link SingleCall#closed} at the end.
   *
   * @param deadlineNanos on the server's ticker
   */
  public <T> SingleCall<T> openCall(CallPort<T> port, Caller caller, long deadlineNanos) {
    return openCall(port, caller, Priority.INTERACTIVE, deadlineNanos);
  }

  /** Begins a call that may be less urgent. */
  public <T> SingleCall<T> openCall(
      CallPort<T> port, Caller caller, Priority priority, long deadlineNanos) {
    return new SingleCall<>(
        port, core, pipeline, ticker, caller, priority, deadlineNanos, unread::add, unread::remove);
  }

  /** Whether the server shuts down: it opens no stream that takes requests any more. */
  public boolean isDraining() {
    return draining;
  }

  /** The number of open streams. */
  public int openStreams() {
    return streams.size();
  }

  /** Lets every stream answer what it received, and end. */
  public void drain() {
    draining = true;
    streams.forEach(StreamSession::drain);
  }

  /**
   * If room in the budget is short, ends the calls whose clients do not read their responses. To be
   * called every second or so.
   */
  public void endStalled() {
    if (!admission.isCrowded()) {
      return;
    }
    List<OpenCall> stalled = unread.stream().filter(call -> call.isStalled(PATIENCE)).toList();
    if (!stalled.isEmpty()) {
      log.warn(
          "Calls whose clients have not read their responses for {} are ended: {}",
          PATIENCE,
          stalled.size());
    }
    stalled.forEach(
        call -> {
          refusals.count(Refusal.UNREAD);
          call.abort(NOT_READ);
        });
  }
}
