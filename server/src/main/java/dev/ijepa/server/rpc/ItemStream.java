package dev.ijepa.server.rpc;

import com.google.common.base.Ticker;
import com.google.protobuf.MessageLite;
import com.google.protobuf.util.Durations;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.Flow;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Nanos;
import dev.ijepa.server.item.Priority;
import dev.ijepa.server.pipeline.FeaturePipeline;
import dev.ijepa.server.pipeline.Lease;
import dev.ijepa.v1.ResponseOrder;
import dev.ijepa.v1.StreamOptions;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One stream of items, with manual flow control.
 *
 * <p>A message is asked for only when the one before it was admitted, fewer than {@code window}
 * items are in flight or unread, and the client reads its responses: one that sends without end, or
 * never reads, is held back by HTTP/2. Where as much waits for its admission as may, of all streams
 * together, the message is refused. What the client leaves unread stays charged to the budget.
 */
final class ItemStream<RequestT extends MessageLite, ResponseT>
    implements StreamObserver<RequestT>, UnreadCall {
  private static final int MAX_REQUEST_ID_BYTES = 256;
  private static final long NOT_STALLED = Long.MAX_VALUE;

  private record Answer<T>(T response, Lease lease) {}

  private final ServerCallStreamObserver<ResponseT> call;
  private final StreamProtocol<RequestT, ResponseT> protocol;
  private final FeaturePipeline pipeline;
  private final Ticker ticker;
  private final int window;
  private final Consumer<ItemStream<?, ?>> onClose;
  private final Outbox<ResponseT> outbox;
  private final CallReset reset;
  private final long callDeadlineNanos;
  private final Flow flow = Flow.ofNewStream(CallerKey.current());

  // All below is guarded by this; a call observer is not safe for use by several threads either.
  private ResponseSequence<Answer<ResponseT>> sequence = ResponseSequence.asReady();
  private Priority priority = Priority.BATCH;
  private long received;
  private int inFlight;
  private boolean awaiting;
  private boolean halfClosed;
  private boolean draining;
  private boolean ended;
  private boolean closed;
  private long stalledSince = NOT_STALLED;

  ItemStream(
      ServerCallStreamObserver<ResponseT> call,
      StreamProtocol<RequestT, ResponseT> protocol,
      FeaturePipeline pipeline,
      Ticker ticker,
      int window,
      Consumer<ItemStream<?, ?>> onClose) {
    this.call = call;
    this.protocol = protocol;
    this.pipeline = pipeline;
    this.ticker = ticker;
    this.window = window;
    this.onClose = onClose;
    this.outbox = new Outbox<>(call);
    this.reset = CallReset.current();
    this.callDeadlineNanos = CallDeadline.current(ticker);
  }

  /** Begins to receive. Must be called while the call is being started. */
  void open() {
    call.disableAutoRequest();
    call.setOnReadyHandler(this::flush);
    call.setOnCancelHandler(this::closed);
    // When all has left; also where gRPC ends the call without a word to us, because of a message
    // that can't be parsed.
    call.setOnCloseHandler(this::closed);
    askForMore();
  }

  @Override
  public void onNext(RequestT message) {
    long index;
    synchronized (this) {
      index = received++;
      inFlight++;
    }
    String id = shortId(message);
    try {
      configure(message, index);
      requireShortId(message);
      MessageFault.throwIfAny();
      ItemTerms terms = terms(message);
      try (ItemRequest<ResponseT> request = protocol.parse(message)) {
        pipeline.submit(
            request.on(terms, message.getSerializedSize()),
            this::admitted,
            (outcome, lease) -> respond(index, id, request, outcome, lease));
      }
    } catch (FailedException e) {
      admitted();
      send(index, protocol.error(id, FailureStatus.of(e.failure())), Lease.NONE);
    }
  }

  private void configure(RequestT message, long index) throws FailedException {
    Optional<StreamOptions> options = protocol.streamOptions(message);
    if (options.isEmpty()) {
      return;
    }
    if (index > 0) {
      throw new FailedException(
          Reason.REQUEST_INVALID,
          "stream_options can be set in the first request of a stream only");
    }
    configure(options.get());
  }

  private synchronized void configure(StreamOptions options) throws FailedException {
    if (options.getResponseOrder() == ResponseOrder.UNRECOGNIZED
        || options.getPriority() == dev.ijepa.v1.Priority.UNRECOGNIZED) {
      throw new FailedException(
          Reason.REQUEST_INVALID,
          "stream_options: response_order must be READY or REQUEST, priority INTERACTIVE or BATCH");
    }
    if (options.getResponseOrder() == ResponseOrder.RESPONSE_ORDER_REQUEST) {
      sequence = ResponseSequence.asRequested();
    }
    if (options.getPriority() == dev.ijepa.v1.Priority.PRIORITY_INTERACTIVE) {
      priority = Priority.INTERACTIVE;
    }
  }

  private void requireShortId(RequestT message) throws FailedException {
    if (!protocol.requestId(message).equals(shortId(message))) {
      throw new FailedException(
          Reason.REQUEST_INVALID,
          "request_id has more than the %d bytes of UTF-8 that are allowed; its beginning is echoed"
              .formatted(MAX_REQUEST_ID_BYTES));
    }
  }

  private String shortId(RequestT message) {
    String id = protocol.requestId(message);
    if (id.length() * 3L <= MAX_REQUEST_ID_BYTES
        || id.getBytes(StandardCharsets.UTF_8).length <= MAX_REQUEST_ID_BYTES) {
      return id;
    }
    return id.substring(0, MAX_REQUEST_ID_BYTES / 4);
  }

  private synchronized ItemTerms terms(RequestT message) throws FailedException {
    long deadline = callDeadlineNanos;
    Optional<com.google.protobuf.Duration> timeout = protocol.timeout(message);
    if (timeout.isPresent()) {
      if (!Durations.isValid(timeout.get()) || !Durations.isPositive(timeout.get())) {
        throw new FailedException(
            Reason.REQUEST_INVALID, "timeout must be a positive duration of at most 10,000 years");
      }
      deadline = Math.min(deadline, Nanos.plus(ticker.read(), nanos(timeout.get())));
    }
    return new ItemTerms(this, flow, priority, deadline, call::isCancelled);
  }

  private static long nanos(com.google.protobuf.Duration timeout) {
    return Nanos.of(java.time.Duration.ofSeconds(timeout.getSeconds(), timeout.getNanos()));
  }

  private void respond(
      long index, String id, ItemRequest<ResponseT> request, ItemOutcome outcome, Lease lease) {
    ResponseT response;
    try {
      response = request.answer(outcome);
    } catch (FailedException e) {
      response = protocol.error(id, FailureStatus.of(e.failure()));
    }
    send(index, response, lease);
  }

  private void send(long index, ResponseT response, Lease lease) {
    synchronized (this) {
      if (ended) {
        lease.release();
        return;
      }
      for (Answer<ResponseT> next : sequence.ready(index, new Answer<>(response, lease))) {
        outbox.add(next.response, next.lease);
      }
    }
    flush();
  }

  /** Sends what the client takes, and asks for more if it may. */
  private void flush() {
    synchronized (this) {
      if (!ended) {
        int sent = outbox.flush();
        inFlight -= sent;
        if (outbox.isRead()) {
          stalledSince = NOT_STALLED;
        } else if (sent > 0 || stalledSince == NOT_STALLED) {
          stalledSince = ticker.read();
        }
        finishIfDone();
      }
    }
    askForMore();
  }

  private void admitted() {
    synchronized (this) {
      awaiting = false;
    }
    askForMore();
  }

  /**
   * Asks for one message, if none is awaited, there is room for it, and the client reads its
   * responses.
   */
  private synchronized void askForMore() {
    if (!awaiting && !halfClosed && !draining && !ended && inFlight < window && outbox.isReady()) {
      awaiting = true;
      call.request(1);
    }
  }

  @Override
  public synchronized void onCompleted() {
    halfClosed = true;
    finishIfDone();
  }

  /** The client is gone. */
  @Override
  public void onError(Throwable cause) {
    closed();
  }

  /** Takes no more messages, answers those that came, and ends. */
  synchronized void drain() {
    draining = true;
    finishIfDone();
  }

  private void finishIfDone() {
    if (ended || inFlight > 0) {
      return;
    }
    if (halfClosed) {
      ended = true;
      call.onCompleted();
    } else if (draining) {
      end(
          new Failure(
              Reason.SERVER_NOT_SERVING,
              "the server is shutting down; every request that it received was answered"));
    }
  }

  @Override
  public synchronized boolean isStalled(Duration limit) {
    return !closed && stalledSince != NOT_STALLED && ticker.read() - stalledSince > limit.toNanos();
  }

  @Override
  public void abort(Failure failure) {
    boolean again;
    synchronized (this) {
      again = ended;
      if (!ended) {
        end(failure);
        discard();
        stalledSince = ticker.read();
      }
    }
    if (again) {
      reset.now();
    }
    pipeline.cancel(this);
  }

  private void discard() {
    outbox.clear();
    sequence.held().forEach(answer -> answer.lease.release());
  }

  private void end(Failure failure) {
    ended = true;
    call.onError(FailureStatus.exception(failure));
  }

  /** The call is over, in whatever way: nothing of it is kept, and nothing more is computed. */
  private void closed() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      ended = true;
      discard();
      outbox.release();
    }
    pipeline.cancel(this);
    onClose.accept(this);
  }
}
