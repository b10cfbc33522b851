package dev.ijepa.server.kserve;

import dev.ijepa.inference.ModelInferRequest;
import dev.ijepa.inference.ModelInferResponse;
import dev.ijepa.inference.ModelStreamInferResponse;
import dev.ijepa.server.features.FeatureQuery;
import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.inference.Inference;
import dev.ijepa.server.inference.InferenceAnswer;
import dev.ijepa.server.inference.InferenceTranslator;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Priority;
import dev.ijepa.server.session.AnswerWriter;
import dev.ijepa.server.session.StreamMessage;
import dev.ijepa.server.session.StreamTerms;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request of a ModelStreamInfer stream. */
final class StreamInferMessage implements StreamMessage<ModelStreamInferResponse> {
  /** Marks the last response to a request: each is. */
  private static final String FINAL_RESPONSE = "triton_final_response";

  private final String id;
  private final long bytes;
  private @Nullable Inference inference;
  private @Nullable FailedException fault;

  StreamInferMessage(ModelInferRequest message, InferenceTranslator translator) {
    this.id = message.getId();
    this.bytes = message.getSerializedSize();
    try {
      inference = translator.translate(InferMessages.request(message));
    } catch (FailedException e) {
      fault = e;
    }
  }

  private Inference inference() throws FailedException {
    if (inference == null) {
      throw fault;
    }
    return inference;
  }

  @Override
  public String requestId() {
    return id;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public AnswerWriter<ModelStreamInferResponse> answers() {
    return new Answers(Optional.ofNullable(inference).map(Inference::answer));
  }

  @Override
  public Optional<StreamTerms> streamTerms() {
    return Optional.empty();
  }

  @Override
  public Optional<Duration> timeout() throws FailedException {
    return inference().timeout();
  }

  @Override
  public Optional<Priority> priority() throws FailedException {
    return inference().priority();
  }

  @Override
  public FeatureQuery query() throws FailedException {
    return inference().query();
  }

  /**
   * Writes the response.
   *
   * @param answer empty if the request could not be translated, which has been counted
   */
  private record Answers(Optional<InferenceAnswer> answer)
      implements AnswerWriter<ModelStreamInferResponse> {
    @Override
    public ModelStreamInferResponse results(String requestId, List<FeatureResult> results) {
      return ModelStreamInferResponse.newBuilder()
          .setInferResponse(
              InferMessages.response(answer.orElseThrow().response(results))
                  .putParameters(FINAL_RESPONSE, Parameters.of(true)))
          .build();
    }

    @Override
    public ModelStreamInferResponse failure(String requestId, Failure failure) {
      answer.ifPresent(InferenceAnswer::failed);
      // Clients show nothing of a response that failed but the text.
      return ModelStreamInferResponse.newBuilder()
          .setErrorMessage(failure.reason() + ": " + failure.message())
          .setInferResponse(
              ModelInferResponse.newBuilder()
                  .setId(requestId)
                  .putParameters(FINAL_RESPONSE, Parameters.of(true)))
          .build();
    }
  }
}
