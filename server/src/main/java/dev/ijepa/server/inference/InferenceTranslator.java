package dev.ijepa.server.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Ticker;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.features.FeatureQuery;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.Priority;
import dev.ijepa.server.session.SessionOptions;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Translates requests to queries of the core. */
public final class InferenceTranslator {
  private static final Set<String> PARAMETERS =
      Set.of(
          InferParameters.TIMEOUT,
          InferParameters.PRIORITY,
          InferParameters.L2_NORMALIZE,
          InferParameters.DATATYPE,
          InferParameters.HEAD);

  private static final int MAX_ID_BYTES = 256;

  private final InferenceModels models;
  private final InferenceStatistics statistics;
  private final SessionOptions options;
  private final Ticker ticker;

  @Inject
  InferenceTranslator(
      InferenceModels models,
      InferenceStatistics statistics,
      SessionOptions options,
      Ticker ticker) {
    this.models = models;
    this.statistics = statistics;
    this.options = options;
    this.ticker = ticker;
  }

  /**
   * Translates a request. What the model lacks is found out by the core.
   *
   * @throws FailedException if the model or its version is unknown, or if the request is against
   *     the protocol; the message names what is wrong and what is allowed
   */
  public Inference translate(InferRequest request) throws FailedException {
    long beganNanos = ticker.read();
    ServedModel model = models.find(request.model(), request.version());
    ModelCounts counts = statistics.of(model.name());
    try {
      return translate(request, counts, beganNanos);
    } catch (FailedException e) {
      counts.failed(ticker.read() - beganNanos);
      throw e;
    }
  }

  private Inference translate(InferRequest request, ModelCounts counts, long beganNanos)
      throws FailedException {
    if (request.id().getBytes(UTF_8).length > MAX_ID_BYTES) {
      throw new FailedException(
          Reason.REQUEST_INVALID,
          "the id has more than the %d bytes of UTF-8 that are allowed".formatted(MAX_ID_BYTES));
    }
    InferParameters parameters = request.parameters();
    parameters.requireKnown("request", PARAMETERS);
    OutputPlan plan = OutputPlan.of(request);
    for (InputTensor input : request.inputs()) {
      input.parameters().requireKnown("input", Set.of());
    }
    List<ImageSource> images = ImageInputs.read(request.inputs(), options.maxImagesPerRequest);
    return new Inference(
        new FeatureQuery(
            request.model(),
            images,
            plan.features(),
            parameters.flag(InferParameters.L2_NORMALIZE),
            plan.heads()),
        timeout(parameters),
        priority(parameters),
        new InferenceAnswer(request.id(), plan.writers(), counts, ticker, beganNanos));
  }

  private static Optional<Duration> timeout(InferParameters parameters) throws FailedException {
    long micros = parameters.number(InferParameters.TIMEOUT).orElse(0);
    return micros == 0 ? Optional.empty() : Optional.of(Duration.of(micros, ChronoUnit.MICROS));
  }

  private static Optional<Priority> priority(InferParameters parameters) throws FailedException {
    long priority = parameters.number(InferParameters.PRIORITY).orElse(0);
    if (priority == 0) {
      return Optional.empty();
    }
    return Optional.of(priority == 1 ? Priority.INTERACTIVE : Priority.BATCH);
  }
}
