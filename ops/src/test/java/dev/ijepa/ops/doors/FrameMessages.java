package dev.ijepa.ops.doors;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.util.Durations;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.server.features.FeatureQuery;
import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.features.HeadSelection;
import dev.ijepa.server.features.ModelIdentity;
import dev.ijepa.server.features.OutputSelection;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ItemTimings;
import dev.ijepa.server.item.Priority;
import dev.ijepa.server.session.AnswerWriter;
import dev.ijepa.server.session.SingleCall.Query;
import dev.ijepa.server.session.StreamMessage;
import dev.ijepa.server.session.StreamTerms;
import dev.ijepa.v1.ClassScore;
import dev.ijepa.v1.Classification;
import dev.ijepa.v1.ClassifyRequest;
import dev.ijepa.v1.ClassifyResponse;
import dev.ijepa.v1.ElementType;
import dev.ijepa.v1.EmbedOptions;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.EmbedResponse;
import dev.ijepa.v1.Features;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.ModelVersion;
import dev.ijepa.v1.Output;
import dev.ijepa.v1.OutputTensor;
import dev.ijepa.v1.Pixels;
import dev.ijepa.v1.ResponseOrder;
import dev.ijepa.v1.StreamOptions;
import dev.ijepa.v1.Tensor;
import dev.ijepa.v1.Timings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;

/**
 * The contract's messages, as {@link FrameDoor} translates them to the core and back: float32
 * alone, and one head.
 */
final class FrameMessages {
  private FrameMessages() {}

  static StreamMessage<Message> of(EmbedRequest request, Optional<Failure> fault) {
    return new Item(
        request.getRequestId(),
        request.getSerializedSize(),
        fault,
        request.hasStreamOptions() ? Optional.of(request.getStreamOptions()) : Optional.empty(),
        request.hasTimeout() ? Optional.of(request.getTimeout()) : Optional.empty(),
        () -> query(request),
        new Answers(
            (id, result) ->
                EmbedResponse.newBuilder().setRequestId(id).setFeatures(features(result)).build(),
            (id, status) -> EmbedResponse.newBuilder().setRequestId(id).setError(status).build()));
  }

  static StreamMessage<Message> of(ClassifyRequest request, Optional<Failure> fault) {
    return new Item(
        request.getRequestId(),
        request.getSerializedSize(),
        fault,
        request.hasStreamOptions() ? Optional.of(request.getStreamOptions()) : Optional.empty(),
        request.hasTimeout() ? Optional.of(request.getTimeout()) : Optional.empty(),
        () -> query(request),
        new Answers(
            (id, result) ->
                ClassifyResponse.newBuilder()
                    .setRequestId(id)
                    .setClassification(classification(result))
                    .build(),
            (id, status) ->
                ClassifyResponse.newBuilder().setRequestId(id).setError(status).build()));
  }

  private record Item(
      String requestId,
      long bytes,
      Optional<Failure> fault,
      Optional<StreamOptions> options,
      Optional<com.google.protobuf.Duration> limit,
      Query translation,
      AnswerWriter<Message> answers)
      implements StreamMessage<Message> {
    @Override
    public void requireValid() throws FailedException {
      if (fault.isPresent()) {
        throw new FailedException(fault.get());
      }
    }

    @Override
    public Optional<StreamTerms> streamTerms() {
      return options.map(FrameMessages::terms);
    }

    @Override
    public Optional<Duration> timeout() throws FailedException {
      return limit.isPresent() ? Optional.of(positive(limit.get())) : Optional.empty();
    }

    @Override
    public FeatureQuery query() throws FailedException {
      return translation.translate();
    }
  }

  private record Answers(
      BiFunction<String, FeatureResult, Message> written,
      BiFunction<String, Status, Message> failures)
      implements AnswerWriter<Message> {
    @Override
    public Message results(String requestId, List<FeatureResult> results) {
      return written.apply(requestId, results.get(0));
    }

    @Override
    public Message failure(String requestId, Failure failure) {
      return failures.apply(requestId, status(failure));
    }
  }

  /** The frames have no codes: the reason tells what went wrong. */
  static Status status(Failure failure) {
    return Status.newBuilder()
        .setCode(Code.UNKNOWN_VALUE)
        .setMessage(failure.message())
        .addDetails(
            Any.pack(
                ErrorInfo.newBuilder()
                    .setReason(failure.reason().name())
                    .setDomain("ijepa.dev")
                    .build()))
        .build();
  }

  private static FeatureQuery query(EmbedRequest request) throws FailedException {
    EmbedOptions options = request.getOptions();
    boolean isPlain =
        options.getRegionsCount() == 0
            && options.getBlocksCount() == 0
            && options.getDimensions() == 0
            && !options.hasGeometry()
            && (options.getElementType() == ElementType.ELEMENT_TYPE_UNSPECIFIED
                || options.getElementType() == ElementType.ELEMENT_TYPE_F32);
    if (!isPlain) {
      throw invalid("options: this door has outputs and l2_normalize only");
    }
    List<OutputSelection> outputs = new ArrayList<>();
    for (Output output : options.getOutputsList()) {
      outputs.add(selection(output));
    }
    return FeatureQuery.embed(
        request.getModel(), image(request.getImage()), outputs, options.getL2Normalize());
  }

  private static FeatureQuery query(ClassifyRequest request) throws FailedException {
    if (request.getOptions().getHeadsCount() > 0 || request.getOptions().hasGeometry()) {
      throw invalid("options: this door has top_k only");
    }
    OptionalLong topK =
        request.getOptions().hasTopK()
            ? OptionalLong.of(Integer.toUnsignedLong(request.getOptions().getTopK()))
            : OptionalLong.empty();
    return FeatureQuery.classify(
        request.getModel(), image(request.getImage()), new HeadSelection("", topK));
  }

  private static FailedException invalid(String message) {
    return new FailedException(Reason.REQUEST_INVALID, message);
  }

  private static StreamTerms terms(StreamOptions options) {
    return new StreamTerms(
        options.getResponseOrder() == ResponseOrder.RESPONSE_ORDER_REQUEST,
        options.getPriority() == dev.ijepa.v1.Priority.PRIORITY_INTERACTIVE
            ? Priority.INTERACTIVE
            : Priority.BATCH);
  }

  private static Duration positive(com.google.protobuf.Duration timeout) throws FailedException {
    if (!Durations.isValid(timeout) || !Durations.isPositive(timeout)) {
      throw invalid("timeout must be positive");
    }
    return Duration.ofSeconds(timeout.getSeconds(), timeout.getNanos());
  }

  private static ImageSource image(Image image) throws FailedException {
    return switch (image.getSourceCase()) {
      case ENCODED -> new ImageSource.Encoded(image.getEncoded().asReadOnlyByteBuffer());
      case PIXELS -> pixels(image.getPixels());
      case SOURCE_NOT_SET -> throw invalid("image is missing");
    };
  }

  private static ImageSource pixels(Pixels pixels) throws FailedException {
    if (pixels.getWidth() < 0 || pixels.getHeight() < 0) {
      throw new FailedException(Reason.IMAGE_TOO_LARGE, "a side has more than 2^31 pixels");
    }
    return new ImageSource.Pixels(
        pixels.getWidth(), pixels.getHeight(), pixels.getRgb().asReadOnlyByteBuffer());
  }

  private static OutputSelection selection(Output output) throws FailedException {
    return switch (output) {
      case OUTPUT_EMBEDDING -> new OutputSelection.Embedding();
      case OUTPUT_EMBEDDING_LAST4 -> new OutputSelection.EmbeddingLast4();
      case OUTPUT_TOKENS -> new OutputSelection.Tokens();
      default -> throw invalid("options.outputs: this door has no " + output);
    };
  }

  private static Features features(FeatureResult result) {
    Features.Builder features =
        Features.newBuilder()
            .setModel(version(result.model()))
            .setTimings(timings(result.timings()));
    for (FeatureResult.Feature output : result.outputs()) {
      ByteBuffer data =
          ByteBuffer.allocate(output.values().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      data.asFloatBuffer().put(output.values());
      Tensor.Builder tensor =
          Tensor.newBuilder()
              .setElementType(ElementType.ELEMENT_TYPE_F32)
              .setData(UnsafeByteOperations.unsafeWrap(data));
      output.shape().forEach(axis -> tensor.addShape(Math.toIntExact(axis)));
      features.addOutputs(
          OutputTensor.newBuilder()
              .setOutput(Output.valueOf("OUTPUT_" + output.selection().key()))
              .setKey(output.selection().key())
              .setTensor(tensor));
    }
    return features.build();
  }

  private static Classification classification(FeatureResult result) {
    Classification.Builder classification =
        Classification.newBuilder()
            .setModel(version(result.model()))
            .setTimings(timings(result.timings()));
    for (FeatureResult.ScoredClass scored : result.heads().get(0).classes()) {
      classification.addClasses(
          ClassScore.newBuilder()
              .setIndex(scored.index())
              .setLabel(scored.label())
              .setProbability(scored.score())
              .setLogit(scored.logit()));
    }
    return classification.build();
  }

  private static ModelVersion version(ModelIdentity model) {
    return ModelVersion.newBuilder()
        .setName(model.name())
        .setVersion(model.version())
        .setFingerprint(model.fingerprint())
        .setRevision(model.revision())
        .build();
  }

  private static Timings timings(ItemTimings timings) {
    return Timings.newBuilder()
        .setQueue(Durations.fromNanos(timings.queue().toNanos()))
        .setPreprocessing(Durations.fromNanos(timings.preprocessing().toNanos()))
        .setInference(Durations.fromNanos(timings.inference().toNanos()))
        .setBatchSize(timings.batchSize())
        .build();
  }
}
