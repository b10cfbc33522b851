package dev.ijepa.server.rpc;

import dev.ijepa.server.features.FeatureQuery;
import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.features.FeatureResult.ScoredClass;
import dev.ijepa.server.features.HeadSelection;
import dev.ijepa.server.grpc.FailureStatus;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.session.AnswerWriter;
import dev.ijepa.v1.ClassScore;
import dev.ijepa.v1.Classification;
import dev.ijepa.v1.ClassifyOptions;
import dev.ijepa.v1.ClassifyResponse;
import dev.ijepa.v1.Image;
import java.util.List;
import java.util.OptionalLong;

/** Translates what the contract says of classifying. */
final class ClassifyMessages {
  private static final String DEFAULT_HEAD = "";

  private ClassifyMessages() {}

  /** Writes the responses of a stream. */
  private enum Answers implements AnswerWriter<ClassifyResponse> {
    INSTANCE;

    @Override
    public ClassifyResponse results(String requestId, List<FeatureResult> results) {
      return ClassifyResponse.newBuilder()
          .setRequestId(requestId)
          .setClassification(classification(results.get(0)))
          .build();
    }

    @Override
    public ClassifyResponse failure(String requestId, Failure failure) {
      return ClassifyResponse.newBuilder()
          .setRequestId(requestId)
          .setError(FailureStatus.of(failure))
          .build();
    }
  }

  static AnswerWriter<ClassifyResponse> answers() {
    return Answers.INSTANCE;
  }

  static FeatureQuery query(String model, Image image, ClassifyOptions options)
      throws FailedException {
    NotImplementedYet.check(options);
    OptionalLong topK =
        options.hasTopK()
            ? OptionalLong.of(Integer.toUnsignedLong(options.getTopK()))
            : OptionalLong.empty();
    return FeatureQuery.classify(
        model, Messages.image(image), new HeadSelection(DEFAULT_HEAD, topK));
  }

  static Classification classification(FeatureResult result) {
    Classification.Builder classification =
        Classification.newBuilder()
            .setModel(Messages.version(result.model()))
            .setTimings(Messages.timings(result.timings()));
    result
        .heads()
        .get(0)
        .classes()
        .forEach(scored -> classification.addClasses(classScore(scored)));
    return classification.build();
  }

  private static ClassScore classScore(ScoredClass scored) {
    return ClassScore.newBuilder()
        .setIndex(scored.index())
        .setLabel(scored.label())
        .setProbability(scored.score())
        .setLogit(scored.logit())
        .build();
  }
}
