package dev.ijepa.server.pipeline;

import com.google.common.base.Ticker;
import dev.ijepa.models.Exhaustive;
import dev.ijepa.models.image.DecodeTimer;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageMemory;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.server.batching.BatchItem;
import dev.ijepa.server.batching.BatchScheduler;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.InternalFault;
import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Nanos;
import dev.ijepa.server.item.Priority;
import dev.ijepa.server.item.Refusal;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes an image from its arrival to its outcome.
 *
 * <p>Every request that is submitted has exactly one outcome. Its share of the {@link Admission}
 * budget shrinks as it goes on, from its message to its answer; whoever hears the outcome releases
 * the rest.
 */
public final class FeaturePipeline {
  private static final Logger log = LoggerFactory.getLogger(FeaturePipeline.class);
  private static final Duration SHORTEST_RETRY = Duration.ofMillis(10);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

  /** A response must fit into an array. */
  private static final long LARGEST_GROUP_BYTES = 1 << 30;

  private final Admission admission;
  private final PreprocessingPool pool;
  private final ImagePreparation preparation;
  private final DecodeMemory decodeMemory;
  private final DecodeWatch decodeWatch;
  private final ModelCatalog catalog;
  private final PipelineOptions options;
  private final ItemObserver.Factory observers;
  private final Ticker ticker;
  private volatile Optional<Failure> givenUp = Optional.empty();

  @Inject
  public FeaturePipeline(
      Admission admission,
      PreprocessingPool pool,
      ImagePreparation preparation,
      DecodeMemory decodeMemory,
      DecodeWatch decodeWatch,
      ModelCatalog catalog,
      PipelineOptions options,
      ItemObserver.Factory observers,
      Ticker ticker) {
    this.admission = admission;
    this.pool = pool;
    this.preparation = preparation;
    this.decodeMemory = decodeMemory;
    this.decodeWatch = decodeWatch;
    this.catalog = catalog;
    this.options = options;
    this.observers = observers;
    this.ticker = ticker;
  }

  /**
   * Submits a group, which fails at once where there is no room for it, or where so many wait that
   * it would not be in time. Takes over the uses of its model.
   */
  public void submitOrRefuse(ItemGroup group, OutcomesHandler done) {
    Optional<Failure> refusal =
        tooLarge(group).or(() -> tooLate(group.model(), group.terms().deadlineNanos()));
    EnteringGroup entering = entering(group, done);
    if (refusal.isPresent()) {
      entering.fail(refusal.get());
      return;
    }
    orFail(
        entering::fail,
        () ->
            admission
                .tryAdmit(group.terms(), group.bytes(), group.size())
                .ifPresentOrElse(
                    lease -> preprocessLater(entering, lease),
                    () -> entering.fail(noRoom(group, Refusal.BUDGET))));
  }

  private EnteringGroup entering(ItemGroup group, OutcomesHandler done) {
    Object call = group.terms().call();
    return new EnteringGroup(group, done, () -> cancel(call));
  }

  /**
   * Refuses a call that somebody waits for before it is received, if no model could answer it in
   * time. Where there are several models it counts as the first one's.
   *
   * @param caller who calls
   * @param deadline on the server's ticker
   * @return why; empty if it should be received
   */
  public Optional<Failure> refuseUnseen(Caller caller, long deadline) {
    Collection<ServedModel> models = catalog.models();
    for (ServedModel model : models) {
      if (tooLate(model, deadline).isEmpty()) {
        return Optional.empty();
      }
    }
    ServedModel first = models.iterator().next();
    Optional<Failure> refusal = tooLate(first, deadline);
    refusal.ifPresent(
        failure ->
            observers
                .observe(first.name(), caller, Priority.INTERACTIVE)
                .finished(new ItemOutcome.Failed(failure)));
    return refusal;
  }

  /**
   * Submits a group, which waits for its admission where there is no room; it fails at once where
   * too much waits already. Takes over the uses of its model.
   *
   * @param admitted is run when it waits no more, for whatever reason: only then should its sender
   *     be asked for more
   */
  public void submit(ItemGroup group, Runnable admitted, OutcomesHandler done) {
    Optional<Failure> refusal = tooLarge(group);
    EnteringGroup entering = entering(group, done);
    if (refusal.isPresent()) {
      Exhaustive.run(admitted, () -> entering.fail(refusal.get()));
      return;
    }
    orFail(
        entering::fail,
        () -> {
          if (!admission.admit(waiter(group, entering, admitted))) {
            Exhaustive.run(admitted, () -> entering.fail(noRoom(group, Refusal.WAITING)));
          }
        });
  }

  private Admission.Waiter waiter(ItemGroup group, EnteringGroup entering, Runnable admitted) {
    return new Admission.Waiter(
        group.terms(),
        group.bytes(),
        group.size(),
        needed(group.model()),
        lease ->
            Exhaustive.run(
                () -> orFail(entering::fail, () -> preprocessLater(entering, lease)), admitted),
        failure -> Exhaustive.run(() -> entering.fail(failure), admitted));
  }

  /** Whatever is thrown, there is an outcome. */
  private static void orFail(Consumer<Failure> fail, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      fail.accept(InternalFault.failure(log, "the image could not be taken in", e));
    }
  }

  /** Answers what has not been computed of a call that nobody waits for any more. */
  public void cancel(Object call) {
    Exhaustive.run(
        () -> admission.cancel(call),
        () -> pool.cancel(call),
        decodeMemory::recheck,
        () -> forEachScheduler(scheduler -> scheduler.cancel(call)));
  }

  /** Answers what can't be in time any more, or is decoded for too long. To be called often. */
  public void expire() {
    Exhaustive.run(
        () -> admission.expire(ticker.read()),
        pool::expire,
        decodeMemory::recheck,
        decodeWatch::expire,
        () -> forEachScheduler(BatchScheduler::expire));
  }

  /** Answers everything that is not computed yet, and all that comes, with a failure. */
  public void giveUp(Failure failure) {
    // From the entrance on: else what waits would take the places of what is dropped. The lanes
    // before the pool: what is decoded meanwhile finds them closed.
    Exhaustive.run(
        () -> givenUp = Optional.of(failure),
        () -> admission.drop(failure),
        () -> forEachScheduler(scheduler -> scheduler.suspend(failure)),
        () -> pool.drop(failure),
        () -> decodeWatch.giveUp(failure),
        decodeMemory::recheck);
  }

  private void forEachScheduler(Consumer<BatchScheduler> action) {
    Exhaustive.forEach(catalog.versions(), version -> action.accept(version.scheduler()));
  }

  private Failure noRoom(ItemGroup group, Refusal refusal) {
    double seconds =
        admission.itemsInFlight() / itemsPerSecond(group.model(), group.terms().priority());
    Duration retryAfter = Duration.ofMillis(Math.round(seconds * 1000));
    OptionalLong callersBudget = admission.exceededBudget(group.terms(), group.bytes());
    return callersBudget.isPresent()
        ? busy(
            Refusal.CLIENT_BUDGET,
            "this client has in flight what one client may have, %,d bytes (--max-in-flight-per-client)"
                .formatted(callersBudget.getAsLong()),
            retryAfter)
        : busy(
            refusal,
            "the server has %,d bytes in flight of the %,d that it allows"
                .formatted(admission.bytesInFlight(), admission.capacity()),
            retryAfter);
  }

  /** One image is bounded by the model and by the limits of images; several together are not. */
  private Optional<Failure> tooLarge(ItemGroup group) {
    long most = Math.min(LARGEST_GROUP_BYTES, admission.capacity() / 2);
    return group.size() == 1 || group.bytes() <= most
        ? Optional.empty()
        : Optional.of(
            new Failure(
                Reason.IMAGE_TOO_LARGE,
                "the %d images of the request take %,d bytes with their outputs, of the %,d that one request may take: send fewer, or ask for fewer outputs"
                    .formatted(group.size(), group.bytes(), most)));
  }

  private Optional<Failure> tooLate(ServedModel model, long deadline) {
    // Of those that somebody waits for: they go before the others.
    Duration wait =
        Duration.ofMillis(
            (long) (model.interactiveItems() * 1000 / itemsPerSecond(model, Priority.INTERACTIVE)));
    Duration most = options.maxQueueTime;
    if (deadline != ItemTerms.NO_DEADLINE) {
      // Of the time that is left, some is a margin: what is computed too late is computed in vain.
      Duration left = Duration.ofNanos(Math.max(0, Nanos.minus(deadline, ticker.read())) / 3 * 2);
      most = left.compareTo(most) < 0 ? left : most;
    }
    if (wait.compareTo(most) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        busy(
            Refusal.QUEUE_TIME,
            "%d ms of work wait already, and this call would be given up after %d ms"
                .formatted(wait.toMillis(), TimeUnit.MILLISECONDS.convert(most)),
            // Until half of what is bearable waits: not until the next call would just fit.
            wait.minus(most.dividedBy(2))));
  }

  /** What decoding and the model's lanes can both keep up with. */
  private double itemsPerSecond(ServedModel model, Priority priority) {
    return Math.min(pool.tasksPerSecond(priority), model.itemsPerSecond());
  }

  private static Failure busy(Refusal refusal, String message, Duration retryAfter) {
    Duration atLeast = retryAfter.compareTo(SHORTEST_RETRY) < 0 ? SHORTEST_RETRY : retryAfter;
    Duration retry = atLeast.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : atLeast;
    return Failure.busy(refusal, message, retry);
  }

  /** An image that can't be in time any more is not worth decoding. */
  private static Duration needed(ServedModel model) {
    return model.scheduler().expectedTime(1);
  }

  private void preprocessLater(EnteringGroup group, Lease lease) {
    group.admitted(lease, this::preprocessLater);
  }

  private void preprocessLater(FeatureRequest request, ItemInFlight item) {
    long arrived = ticker.read();
    Runnable work =
        () -> {
          try {
            request.terms().observer().within(() -> preprocess(request, arrived, item));
          } catch (RuntimeException | Error e) {
            item.fail(InternalFault.failure(log, "the image could not be prepared", e));
          }
        };
    pool.execute(
        new PreprocessingPool.Task(
            request.terms(),
            Math.max(1, request.messageBytes()),
            needed(request.model()),
            work,
            item::fail));
  }

  private void preprocess(FeatureRequest request, long arrived, ItemInFlight item) {
    long start = ticker.read();
    ItemObserver observer = request.terms().observer();
    observer.decodingBegan();
    byte[] pixels = new byte[request.model().manifest().processor().image().byteSize()];
    Optional<ImageSize> size = decode(request, item, pixels);
    observer.decodingEnded();
    if (size.isEmpty()) {
      return;
    }
    item.reduceTo(request.decodedBytes());
    long end = ticker.read();
    request
        .model()
        .scheduler()
        .submit(
            new BatchItem(
                new ModelInput(pixels, request.outputs()),
                size.get(),
                request.terms(),
                end,
                Duration.ofNanos(start - arrived),
                Duration.ofNanos(end - start),
                item));
  }

  /** The size of the upright image; none if the item has its outcome. */
  private Optional<ImageSize> decode(FeatureRequest request, ItemInFlight item, byte[] pixels) {
    ImageSpec spec = request.model().manifest().processor().image();
    DecodeTimer timer = decodeWatch.begin(item::fail);
    try {
      ImageSize size =
          preparation.prepare(
              memory(request), timer, request.image(), spec, ByteBuffer.wrap(pixels));
      return decodeWatch.end(timer) ? Optional.of(size) : Optional.empty();
    } catch (ImageException e) {
      item.fail(ImageFailures.of(e));
      return Optional.empty();
    } catch (WaitEndedException e) {
      item.fail(e.failure());
      return Optional.empty();
    } finally {
      decodeWatch.end(timer);
    }
  }

  private ImageMemory memory(FeatureRequest request) {
    ItemTerms terms = request.terms();
    Duration needed = needed(request.model());
    return bytes ->
        decodeMemory.reserve(
            terms, bytes, () -> givenUp.or(() -> terms.fault(ticker.read(), needed)));
  }
}
