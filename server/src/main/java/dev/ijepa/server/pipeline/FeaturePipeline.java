package dev.ijepa.server.pipeline;

import com.google.common.base.Ticker;
import dev.ijepa.models.image.DecodeTimer;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageMemory;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.preprocessing.ImagePreprocessor;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.server.batching.BatchItem;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemTerms;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes an image from its arrival to its outcome.
 *
 * <p>Every request that is submitted has exactly one outcome. Its share of the {@link Admission}
 * budget shrinks as it goes on, from its message to its answer; whoever hears the outcome releases
 * the rest. The request's use of its model is released here.
 */
public final class FeaturePipeline {
  private static final Logger log = LoggerFactory.getLogger(FeaturePipeline.class);
  private static final Duration SHORTEST_RETRY = Duration.ofMillis(10);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

  private final Admission admission;
  private final PreprocessingPool pool;
  private final ImagePreprocessor preprocessor;
  private final DecodeMemory decodeMemory;
  private final DecodeWatch decodeWatch;
  private final ModelCatalog catalog;
  private final PipelineOptions options;
  private final PipelineListener listener;
  private final Ticker ticker;

  @Inject
  public FeaturePipeline(
      Admission admission,
      PreprocessingPool pool,
      ImagePreprocessor preprocessor,
      DecodeMemory decodeMemory,
      DecodeWatch decodeWatch,
      ModelCatalog catalog,
      PipelineOptions options,
      PipelineListener listener,
      Ticker ticker) {
    this.admission = admission;
    this.pool = pool;
    this.preprocessor = preprocessor;
    this.decodeMemory = decodeMemory;
    this.decodeWatch = decodeWatch;
    this.catalog = catalog;
    this.options = options;
    this.listener = listener;
    this.ticker = ticker;
  }

  /**
   * Submits a request, which fails at once where there is no room for it, or where so many wait
   * that it would not be in time.
   */
  public void submitOrRefuse(FeatureRequest request, OutcomeHandler done) {
    Optional<Failure> late = tooLate(request.model(), request.terms().deadlineNanos());
    if (late.isPresent()) {
      refuse(request, late.get(), done);
      return;
    }
    Optional<Lease> lease = admission.tryAdmit(request.terms().priority(), request.bytes());
    if (lease.isPresent()) {
      preprocessLater(request, lease.get(), done);
    } else {
      refuse(request, noRoom(request), done);
    }
  }

  /**
   * Refuses a call that somebody waits for before it is received, if no model could answer it in
   * time. Where there are several models it counts as the first one's.
   *
   * @param deadline on the server's ticker
   * @return why; empty if it should be received
   */
  public Optional<Failure> refuseUnseen(long deadline) {
    Collection<ServedModel> models = catalog.models();
    for (ServedModel model : models) {
      if (tooLate(model, deadline).isEmpty()) {
        return Optional.empty();
      }
    }
    ServedModel first = models.iterator().next();
    Optional<Failure> refusal = tooLate(first, deadline);
    refusal.ifPresent(failure -> listener.finished(first, new ItemOutcome.Failed(failure)));
    return refusal;
  }

  /**
   * Submits a request, which waits for its admission where there is no room; it fails at once where
   * too much waits already.
   *
   * @param admitted is run when it waits no more: only then should its sender be asked for more
   */
  public void submit(FeatureRequest request, Runnable admitted, OutcomeHandler done) {
    boolean taken =
        admission.admit(
            request.terms().flow(),
            request.terms().priority(),
            request.bytes(),
            lease -> {
              preprocessLater(request, lease, done);
              admitted.run();
            },
            failure -> refuse(request, failure, done));
    if (!taken) {
      admitted.run();
      refuse(request, noRoom(request), done);
    }
  }

  /** Answers what has not been computed of a flow that nobody waits for any more. */
  public void cancel(Object flow) {
    admission.cancel(flow);
    pool.cancel(flow);
    decodeMemory.recheck();
    catalog.versions().forEach(model -> model.scheduler().cancel(flow));
  }

  /** Answers what can't be in time any more, or is decoded for too long. To be called often. */
  public void expire() {
    pool.expire();
    decodeMemory.recheck();
    decodeWatch.expire();
    catalog.versions().forEach(model -> model.scheduler().expire());
  }

  /** Answers everything that is not computed yet, and all that comes, with a failure. */
  public void giveUp(Failure failure) {
    // From the entrance on: else what waits would take the places of what is dropped. The lanes
    // before the pool: what is decoded meanwhile finds them closed.
    admission.drop(failure);
    catalog.versions().forEach(model -> model.scheduler().suspend(failure));
    pool.drop(failure);
  }

  private void refuse(FeatureRequest request, Failure failure, OutcomeHandler done) {
    new ItemInFlight(request, Lease.NONE, listener, done, ticker).fail(failure);
  }

  private Failure noRoom(FeatureRequest request) {
    double seconds = admission.itemsInFlight() / itemsPerSecond(request.model());
    return busy(
        "the server has %,d bytes in flight of the %,d that it allows"
            .formatted(admission.bytesInFlight(), admission.capacity()),
        Duration.ofMillis(Math.round(seconds * 1000)));
  }

  private Optional<Failure> tooLate(ServedModel model, long deadline) {
    // Of those that somebody waits for: they go before the others.
    Duration wait =
        Duration.ofMillis((long) (model.interactiveItems() * 1000 / itemsPerSecond(model)));
    Duration most = options.maxQueueTime;
    if (deadline != ItemTerms.NO_DEADLINE) {
      // Of the time that is left, some is a margin: what is computed too late is computed in vain.
      Duration left = Duration.ofNanos(Math.max(0, deadline - ticker.read()) / 3 * 2);
      most = left.compareTo(most) < 0 ? left : most;
    }
    if (wait.compareTo(most) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        busy(
            "%d ms of work wait already, and this call would be given up after %d ms"
                .formatted(wait.toMillis(), most.toMillis()),
            // Until half of what is bearable waits: not until the next call would just fit.
            wait.minus(most.dividedBy(2))));
  }

  /** What decoding and the model's lanes can both keep up with. */
  private double itemsPerSecond(ServedModel model) {
    return Math.min(pool.tasksPerSecond(), model.itemsPerSecond());
  }

  private static Failure busy(String message, Duration retryAfter) {
    Duration atLeast = retryAfter.compareTo(SHORTEST_RETRY) < 0 ? SHORTEST_RETRY : retryAfter;
    Duration retry = atLeast.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : atLeast;
    return new Failure(Reason.SERVER_BUSY, message, Optional.of(retry));
  }

  private void preprocessLater(FeatureRequest request, Lease lease, OutcomeHandler done) {
    long arrived = ticker.read();
    ItemInFlight item = new ItemInFlight(request, lease, listener, done, ticker);
    // An image that can't be in time any more is not worth decoding.
    Duration needed = request.model().scheduler().expectedTime(1);
    Runnable work =
        () -> {
          try {
            preprocess(request, lease, arrived, needed, item);
          } catch (RuntimeException | Error e) {
            log.error("An image could not be prepared for a reason that is ours", e);
            item.fail(
                new Failure(Reason.INFERENCE_FAILED, "the image could not be prepared: " + e));
          }
        };
    pool.execute(
        new PreprocessingPool.Task(
            request.terms(), Math.max(1, request.messageBytes()), needed, work, item::fail));
  }

  private void preprocess(
      FeatureRequest request, Lease lease, long arrived, Duration needed, ItemInFlight item) {
    long start = ticker.read();
    Optional<byte[]> pixels = decode(request, needed, item);
    if (pixels.isEmpty()) {
      return;
    }
    lease.reduceTo(request.decodedBytes());
    long end = ticker.read();
    request
        .model()
        .scheduler()
        .submit(
            new BatchItem(
                new ModelInput(pixels.get(), request.outputs()),
                request.terms(),
                end,
                Duration.ofNanos(start - arrived),
                Duration.ofNanos(end - start),
                item));
  }

  /** The pixels; none if the item has its outcome. */
  private Optional<byte[]> decode(FeatureRequest request, Duration needed, ItemInFlight item) {
    ImageSpec spec = request.model().manifest().processor().image();
    byte[] pixels = new byte[spec.byteSize()];
    ImageMemory memory =
        bytes -> decodeMemory.reserve(bytes, () -> request.terms().fault(ticker.read(), needed));
    DecodeTimer timer = decodeWatch.begin(fault -> item.fail(failure(fault)));
    try {
      preprocessor.preprocess(memory, timer, request.image(), spec, ByteBuffer.wrap(pixels));
      return decodeWatch.end(timer) ? Optional.of(pixels) : Optional.empty();
    } catch (ImageException e) {
      item.fail(failure(e));
      return Optional.empty();
    } catch (WaitEndedException e) {
      item.fail(e.failure());
      return Optional.empty();
    } finally {
      decodeWatch.end(timer);
    }
  }

  private static Failure failure(ImageException fault) {
    return new Failure(reason(fault.reason()), String.valueOf(fault.getMessage()));
  }

  private static Reason reason(ImageException.Reason reason) {
    return switch (reason) {
      case UNSUPPORTED_FORMAT -> Reason.IMAGE_FORMAT_UNSUPPORTED;
      case CORRUPT -> Reason.IMAGE_CORRUPT;
      case TOO_LARGE -> Reason.IMAGE_TOO_LARGE;
      case INVALID_PIXELS -> Reason.REQUEST_INVALID;
    };
  }
}
