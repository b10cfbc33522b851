package dev.ijepa.server.session;

import com.google.common.base.Ticker;
import dev.ijepa.models.Exhaustive;
import dev.ijepa.server.features.FeatureCore;
import dev.ijepa.server.features.FeatureQuery;
import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.features.PreparedQuery;
import dev.ijepa.server.features.ResultRecipe;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Flow;
import dev.ijepa.server.item.InternalFault;
import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Priority;
import dev.ijepa.server.pipeline.FeaturePipeline;
import dev.ijepa.server.pipeline.ItemGroup;
import dev.ijepa.server.pipeline.Lease;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call with one answer, for one image or several. It is of the flow of all single calls of its
 * caller. If there is no room for all of its images, it is refused at once. If an image fails, the
 * call fails, and the others are cancelled. What its client leaves unread stays charged to the
 * budget.
 *
 * @param <T> the door's responses
 */
public final class SingleCall<T> implements OpenCall {
  private static final Logger log = LoggerFactory.getLogger(SingleCall.class);

  /** A client that reads its response at this rate is not one that does not read. */
  private static final long LEAST_BYTES_PER_SECOND = 256 << 10;

  private final CallPort<T> port;
  private final FeatureCore core;
  private final FeaturePipeline pipeline;
  private final Ticker ticker;
  private final Flow flow;
  private final Priority priority;
  private final long deadlineNanos;
  private final Consumer<SingleCall<?>> onAnswer;
  private final Consumer<SingleCall<?>> onClose;

  // Guarded by this.
  private Lease unread = Lease.NONE;
  private boolean answered;
  private boolean closed;
  private long answeredNanos;

  SingleCall(
      CallPort<T> port,
      FeatureCore core,
      FeaturePipeline pipeline,
      Ticker ticker,
      Caller caller,
      Priority priority,
      long deadlineNanos,
      Consumer<SingleCall<?>> onAnswer,
      Consumer<SingleCall<?>> onClose) {
    this.port = port;
    this.core = core;
    this.pipeline = pipeline;
    this.ticker = ticker;
    this.flow = Flow.ofSingleCalls(caller);
    this.priority = priority;
    this.deadlineNanos = deadlineNanos;
    this.onAnswer = onAnswer;
    this.onClose = onClose;
  }

  /** Translates the message of a call. */
  @FunctionalInterface
  public interface Query {
    /**
     * The images, and what is wanted of them.
     *
     * @throws FailedException if the message is against the door's contract
     */
    FeatureQuery translate() throws FailedException;
  }

  /**
   * Computes the answer.
   *
   * @param query what the client sent
   * @param messageBytes of the message
   * @param response writes the answer from the results of all images, in their order; must not hold
   *     the message
   */
  public void start(Query query, long messageBytes, Function<List<FeatureResult>, T> response) {
    ItemTerms terms = new ItemTerms(this, flow, priority, deadlineNanos, port::isCancelled);
    try (PreparedQuery prepared = core.prepare(query.translate())) {
      ResultRecipe recipe = prepared.recipe();
      ItemGroup group = prepared.on(terms, messageBytes);
      List<ItemObserver> observers = group.observers();
      pipeline.submitOrRefuse(
          group,
          (outcomes, lease) ->
              observers.get(0).within(() -> answer(recipe, response, observers, outcomes, lease)));
    } catch (FailedException e) {
      port.fail(e.failure());
    }
  }

  private void answer(
      ResultRecipe recipe,
      Function<List<FeatureResult>, T> response,
      List<ItemObserver> observers,
      List<ItemOutcome> outcomes,
      Lease lease) {
    if (!hold(lease)) {
      lease.release();
      return;
    }
    T answer;
    try {
      answer = response.apply(recipe.results(outcomes));
    } catch (FailedException e) {
      port.fail(e.failure());
      return;
    } catch (RuntimeException | Error e) {
      port.fail(InternalFault.failure(log, StreamSession.NOT_WRITTEN, e));
      return;
    }
    observers.forEach(ItemObserver::encoded);
    port.send(answer);
    port.complete();
    observers.forEach(ItemObserver::sent);
  }

  private synchronized boolean hold(Lease lease) {
    if (closed) {
      return false;
    }
    unread = lease;
    answered = true;
    answeredNanos = ticker.read();
    // Under the lock: a call that is closed now must not be added after it was removed.
    onAnswer.accept(this);
    return true;
  }

  @Override
  public boolean isStalled(Duration limit) {
    Duration allowed = limit.plusSeconds(port.bytesSent() / LEAST_BYTES_PER_SECOND);
    synchronized (this) {
      return answered && !closed && ticker.read() - answeredNanos > allowed.toNanos();
    }
  }

  /** It has its end already, behind what is unread. */
  @Override
  public void abort(Failure failure) {
    port.reset();
  }

  /** All responses have left, or the client is gone. */
  public void closed() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    Exhaustive.run(() -> unread.release(), () -> pipeline.cancel(this), () -> onClose.accept(this));
  }
}
