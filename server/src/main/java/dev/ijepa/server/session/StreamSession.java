package dev.ijepa.server.session;

import com.google.common.base.Ticker;
import dev.ijepa.models.Exhaustive;
import dev.ijepa.server.features.FeatureCore;
import dev.ijepa.server.features.PreparedQuery;
import dev.ijepa.server.features.ResultRecipe;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.Flow;
import dev.ijepa.server.item.InternalFault;
import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Nanos;
import dev.ijepa.server.item.Priority;
import dev.ijepa.server.lifecycle.SerialCalls;
import dev.ijepa.server.pipeline.FeaturePipeline;
import dev.ijepa.server.pipeline.ItemGroup;
import dev.ijepa.server.pipeline.Lease;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of items, with manual flow control.
 *
 * <p>The session asks for a message only if the one before it was admitted, fewer than {@code
 * window} items are in flight or unread, and the client reads its responses. So the transport holds
 * back a client that sends without end, or that never reads. If too much waits for admission, of
 * all streams together, the item is refused. What the client leaves unread stays charged to the
 * budget.
 *
 * <p>Items finish in many threads. {@link SerialCalls} makes one order of what happens: the
 * session's state and its port belong to the thread that runs the next event, and no lock is held.
 *
 * @param <T> the door's responses
 */
public final class StreamSession<T> implements OpenCall {
  private static final Logger log = LoggerFactory.getLogger(StreamSession.class);

  /** The fault of a response that can't be encoded. */
  static final String NOT_WRITTEN = "the response could not be written";

  private static final int MAX_REQUEST_ID_BYTES = 256;
  private static final long NOT_STALLED = Long.MAX_VALUE;

  private final StreamPort<T> port;
  private final FeatureCore core;
  private final FeaturePipeline pipeline;
  private final Ticker ticker;
  private final int window;
  private final long callDeadlineNanos;
  private final Consumer<StreamSession<?>> onClose;
  private final Flow flow;
  private final SerialCalls events = new SerialCalls();

  /** The calls of requests of several images; those of one image are of this call. */
  private final Set<Object> groups = ConcurrentHashMap.newKeySet();

  // The door's receiving thread has these.
  private Priority priority;
  private long received;

  // The thread that runs events has these.
  private final SendQueue<T> queue;
  private AnswerOrder<Answer<T>> order;

  /** Images without a response that the client has taken; of a request just received, one. */
  private int inFlight;

  private boolean awaiting;
  private boolean halfClosed;
  private boolean draining;
  private boolean ended;

  // Other threads look at these.
  private volatile boolean closed;
  private volatile long stalledSince = NOT_STALLED;

  StreamSession(
      StreamPort<T> port,
      FeatureCore core,
      FeaturePipeline pipeline,
      Ticker ticker,
      int window,
      Caller caller,
      StreamTerms terms,
      long callDeadlineNanos,
      Consumer<StreamSession<?>> onClose) {
    this.port = port;
    this.core = core;
    this.pipeline = pipeline;
    this.ticker = ticker;
    this.window = window;
    this.callDeadlineNanos = callDeadlineNanos;
    this.onClose = onClose;
    this.flow = Flow.ofNewStream(caller);
    this.queue = new SendQueue<>(port);
    this.priority = terms.priority();
    this.order = terms.inRequestOrder() ? AnswerOrder.asRequested() : AnswerOrder.asReady();
  }

  private void then(Runnable event) {
    events.add(event);
    events.run();
  }

  /** Begins to receive. */
  public void open() {
    then(this::askForMore);
  }

  /** The client has sent a message. The door makes this call for one message at a time. */
  public void received(StreamMessage<T> message) {
    long index = received++;
    then(() -> inFlight++);
    AnswerWriter<T> answers = message.answers();
    String id = shortId(message.requestId());
    try {
      // A first message with a fault says all the same what the stream shall be like.
      configure(message.streamTerms(), index);
      message.requireValid();
      requireShortId(message.requestId(), id);
      try (PreparedQuery prepared = core.prepare(message.query())) {
        submit(index, id, message, prepared);
      }
    } catch (FailedException e) {
      then(this::admitted);
      send(index, new Answer<>(answers.failure(id, e.failure()), 1, Lease.NONE, List.of()));
    }
  }

  private void submit(long index, String id, StreamMessage<T> message, PreparedQuery prepared)
      throws FailedException {
    int images = prepared.size();
    AnswerWriter<T> answers = message.answers();
    ResultRecipe recipe = prepared.recipe();
    Object call = images == 1 ? this : new Object();
    ItemGroup group = prepared.on(terms(call, message), message.bytes());
    List<ItemObserver> observers = group.observers();
    if (images > 1) {
      groups.add(call);
      then(() -> inFlight += images - 1);
    }
    pipeline.submit(
        group,
        () -> then(this::admitted),
        (outcomes, lease) ->
            observers
                .get(0)
                .within(
                    () -> {
                      groups.remove(call);
                      T response = response(id, answers, recipe, outcomes);
                      // If one of several failed, others may not have their outcome yet.
                      List<ItemObserver> told = outcomes.size() == images ? observers : List.of();
                      told.forEach(ItemObserver::encoded);
                      send(index, new Answer<>(response, images, lease, told));
                    }));
  }

  private T response(
      String id, AnswerWriter<T> answers, ResultRecipe recipe, List<ItemOutcome> outcomes) {
    try {
      return answers.results(id, recipe.results(outcomes));
    } catch (FailedException e) {
      return answers.failure(id, e.failure());
    } catch (RuntimeException | Error e) {
      return answers.failure(id, InternalFault.failure(log, NOT_WRITTEN, e));
    }
  }

  private void configure(Optional<StreamTerms> terms, long index) throws FailedException {
    if (terms.isEmpty()) {
      return;
    }
    if (index > 0) {
      throw new FailedException(
          Reason.REQUEST_INVALID,
          "stream_options can be set in the first request of a stream only");
    }
    priority = terms.get().priority();
    if (terms.get().inRequestOrder()) {
      then(() -> order = AnswerOrder.asRequested());
    }
  }

  private static void requireShortId(String id, String shortId) throws FailedException {
    if (!id.equals(shortId)) {
      throw new FailedException(
          Reason.REQUEST_INVALID,
          "request_id has more than the %d bytes of UTF-8 that are allowed; its beginning is echoed"
              .formatted(MAX_REQUEST_ID_BYTES));
    }
  }

  private static String shortId(String id) {
    if (id.length() * 3L <= MAX_REQUEST_ID_BYTES
        || id.getBytes(StandardCharsets.UTF_8).length <= MAX_REQUEST_ID_BYTES) {
      return id;
    }
    return id.substring(0, MAX_REQUEST_ID_BYTES / 4);
  }

  private ItemTerms terms(Object call, StreamMessage<T> message) throws FailedException {
    Optional<Duration> timeout = message.timeout();
    long deadline = callDeadlineNanos;
    if (timeout.isPresent()) {
      deadline = Math.min(deadline, Nanos.plus(ticker.read(), Nanos.of(timeout.get())));
    }
    Priority its = message.priority().orElse(priority);
    return new ItemTerms(call, flow, its, deadline, port::isCancelled);
  }

  private void send(long index, Answer<T> answer) {
    then(
        () -> {
          if (ended) {
            answer.lease().release();
            return;
          }
          order.ready(index, answer).forEach(queue::add);
          flush();
        });
  }

  /** The transport may take more. */
  public void transportReady() {
    then(this::flush);
  }

  /** Sends what the client reads, and asks for more if it may. */
  private void flush() {
    if (ended) {
      return;
    }
    int sent = queue.flush();
    inFlight -= sent;
    if (queue.isRead()) {
      stalledSince = NOT_STALLED;
    } else if (sent > 0 || stalledSince == NOT_STALLED) {
      stalledSince = ticker.read();
    }
    finishIfDone();
    askForMore();
  }

  private void admitted() {
    awaiting = false;
    askForMore();
  }

  private void askForMore() {
    if (!awaiting && !halfClosed && !draining && !ended && inFlight < window && port.isReady()) {
      awaiting = true;
      port.receive();
    }
  }

  /** The client sends no more messages. */
  public void halfClosed() {
    then(
        () -> {
          halfClosed = true;
          finishIfDone();
        });
  }

  /** Takes no more messages, answers those that came, and ends. */
  void drain() {
    then(
        () -> {
          draining = true;
          finishIfDone();
        });
  }

  private void finishIfDone() {
    if (ended || inFlight > 0) {
      return;
    }
    if (halfClosed) {
      ended = true;
      port.complete();
    } else if (draining) {
      end(
          new Failure(
              Reason.SERVER_NOT_SERVING,
              "the server is shutting down; every request that it received was answered"));
    }
  }

  @Override
  public boolean isStalled(Duration limit) {
    long since = stalledSince;
    return !closed && since != NOT_STALLED && ticker.read() - since > limit.toNanos();
  }

  @Override
  public void abort(Failure failure) {
    then(
        () -> {
          if (ended) {
            port.reset();
          } else {
            end(failure);
            discard();
            stalledSince = ticker.read();
          }
        });
    cancelItems();
  }

  private void cancelItems() {
    Exhaustive.run(() -> pipeline.cancel(this), () -> Exhaustive.forEach(groups, pipeline::cancel));
  }

  private void discard() {
    queue.clear();
    order.held().forEach(answer -> answer.lease().release());
    order = AnswerOrder.asReady();
  }

  private void end(Failure failure) {
    ended = true;
    port.fail(failure);
  }

  /** The call is over, in whatever way: the session keeps nothing, and computes nothing more. */
  public void closed() {
    then(
        () -> {
          if (closed) {
            return;
          }
          closed = true;
          ended = true;
          discard();
          queue.release();
          Exhaustive.run(this::cancelItems, () -> onClose.accept(this));
        });
  }
}
