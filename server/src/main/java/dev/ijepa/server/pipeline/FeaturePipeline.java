package dev.ijepa.server.pipeline;

import com.google.common.base.Ticker;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImagePreprocessor;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.server.batching.BatchItem;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemOutcome.Failed;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes an image from its arrival to its outcome.
 *
 * <p>Every request that is submitted has exactly one outcome. It holds its share of the {@link
 * Admission} budget until whoever hears the outcome is done with it.
 */
public final class FeaturePipeline {
  private static final Logger log = LoggerFactory.getLogger(FeaturePipeline.class);
  private static final Duration SHORTEST_RETRY = Duration.ofMillis(10);

  private final Admission admission;
  private final PreprocessingPool pool;
  private final ImagePreprocessor preprocessor;
  private final PipelineListener listener;
  private final Ticker ticker;

  @Inject
  public FeaturePipeline(
      Admission admission,
      PreprocessingPool pool,
      ImagePreprocessor preprocessor,
      PipelineListener listener,
      Ticker ticker) {
    this.admission = admission;
    this.pool = pool;
    this.preprocessor = preprocessor;
    this.listener = listener;
    this.ticker = ticker;
  }

  /** Submits a request, which fails at once where there is no room for it. */
  public void submitOrRefuse(FeatureRequest request, Consumer<ItemOutcome> done) {
    if (admission.tryAdmit(request.bytes())) {
      preprocessLater(request, done);
    } else {
      refuse(request, done);
    }
  }

  private void refuse(FeatureRequest request, Consumer<ItemOutcome> done) {
    Failed busy =
        new Failed(
            new Failure(
                Reason.SERVER_BUSY,
                "the server has %,d bytes in flight of the %,d that it allows"
                    .formatted(admission.bytesInFlight(), admission.capacity()),
                Optional.of(drainTime(request))));
    listener.finished(request, busy);
    done.accept(busy);
  }

  /**
   * Submits a request, which waits for its admission where there is no room; it fails at once where
   * too much waits already.
   *
   * @param admitted is run when there is: only then should its sender be asked for more
   */
  public void submit(FeatureRequest request, Runnable admitted, Consumer<ItemOutcome> done) {
    boolean mayWait =
        admission.admit(
            request.bytes(),
            () -> {
              preprocessLater(request, done);
              admitted.run();
            });
    if (!mayWait) {
      admitted.run();
      refuse(request, done);
    }
  }

  /** How long the items before this one will take, as measured. */
  private Duration drainTime(FeatureRequest request) {
    double seconds = admission.itemsInFlight() / request.model().scheduler().plan().throughput();
    Duration drain = Duration.ofMillis(Math.round(seconds * 1000));
    return drain.compareTo(SHORTEST_RETRY) < 0 ? SHORTEST_RETRY : drain;
  }

  private void preprocessLater(FeatureRequest request, Consumer<ItemOutcome> done) {
    long arrived = ticker.read();
    long bytes = request.bytes();
    AtomicBoolean finished = new AtomicBoolean();
    Consumer<ItemOutcome> releasing =
        outcome -> {
          if (finished.getAndSet(true)) {
            return;
          }
          try {
            listener.finished(request, outcome);
            done.accept(outcome);
          } finally {
            admission.release(bytes);
          }
        };
    pool.execute(
        request.terms(),
        () -> {
          try {
            preprocess(request, arrived, releasing);
          } catch (RuntimeException | Error e) {
            log.error("An image could not be prepared for a reason that is ours", e);
            releasing.accept(
                new Failed(
                    new Failure(Reason.INFERENCE_FAILED, "the image could not be prepared: " + e)));
          }
        });
  }

  private void preprocess(FeatureRequest request, long arrived, Consumer<ItemOutcome> done) {
    long start = ticker.read();
    // An image that can't be in time any more is not worth decoding.
    Duration needed = request.model().scheduler().plan().time(1);
    Optional<Failure> dead = request.terms().fault(start, needed);
    if (dead.isPresent()) {
      done.accept(new Failed(dead.get()));
      return;
    }
    byte[] pixels;
    try {
      pixels = decode(request);
    } catch (ImageException e) {
      done.accept(new Failed(new Failure(reason(e.reason()), String.valueOf(e.getMessage()))));
      return;
    }
    long end = ticker.read();
    BatchItem item =
        new BatchItem(
            new ModelInput(pixels, request.outputs()),
            request.terms(),
            end,
            Duration.ofNanos(start - arrived),
            Duration.ofNanos(end - start),
            done);
    request.model().scheduler().submit(item);
  }

  private byte[] decode(FeatureRequest request) throws ImageException {
    ImageSpec spec = request.model().manifest().processor().image();
    byte[] pixels = new byte[spec.byteSize()];
    preprocessor.preprocess(request.image(), spec, ByteBuffer.wrap(pixels));
    return pixels;
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
