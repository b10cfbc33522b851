package dev.ijepa.server.contract;

import dev.ijepa.models.head.Distance;
import dev.ijepa.models.head.Neighbour;
import dev.ijepa.server.features.FeatureQuery;
import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.features.FeatureResult.HeadScores;
import dev.ijepa.server.features.FeatureResult.ScoredClass;
import dev.ijepa.server.features.HeadSelection;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.session.AnswerWriter;
import dev.ijepa.server.status.RpcStatus;
import dev.ijepa.v1.ClassScore;
import dev.ijepa.v1.Classification;
import dev.ijepa.v1.ClassifyOptions;
import dev.ijepa.v1.ClassifyResponse;
import dev.ijepa.v1.HeadResult;
import dev.ijepa.v1.Image;
import java.util.List;
import java.util.OptionalLong;

/** Translates what the contract says of classifying. */
final class ClassifyMessages {
  private static final String DEFAULT_HEAD = "";
  private static final int MOST_HEADS = 64;

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
          .setError(RpcStatus.of(failure))
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
    return FeatureQuery.classify(model, Messages.image(image), heads(options, topK));
  }

  private static List<HeadSelection> heads(ClassifyOptions options, OptionalLong topK)
      throws FailedException {
    if (options.getHeadsCount() == 0) {
      return List.of(new HeadSelection(DEFAULT_HEAD, topK));
    }
    if (options.getHeadsCount() > MOST_HEADS || options.getHeadsList().contains(DEFAULT_HEAD)) {
      throw new FailedException(
          Reason.REQUEST_INVALID,
          "options.heads: "
              + options.getHeadsCount()
              + " names, or an empty one; 1 to 64 are allowed");
    }
    return options.getHeadsList().stream().map(name -> new HeadSelection(name, topK)).toList();
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
    result.heads().stream()
        .filter(head -> head.isNamed() || head.hasMore())
        .forEach(head -> classification.addHeads(headResult(head)));
    return classification.build();
  }

  private static HeadResult headResult(HeadScores head) {
    HeadResult.Builder result =
        HeadResult.newBuilder().setName(head.name()).setFingerprint(head.fingerprint());
    head.classes().forEach(scored -> result.addClasses(classScore(scored)));
    head.neighbours().forEach(neighbour -> result.addNeighbours(neighbour(neighbour)));
    Distance distance = head.distance();
    if (distance != null) {
      result.setDistance(
          dev.ijepa.v1.Distance.newBuilder()
              .setValue(distance.value())
              .setPercentile(distance.percentile()));
      if (distance.rejected() != null) {
        result.setRejected(distance.rejected());
      }
    }
    return result.build();
  }

  private static dev.ijepa.v1.Neighbour neighbour(Neighbour neighbour) {
    return dev.ijepa.v1.Neighbour.newBuilder()
        .setPath(neighbour.path())
        .setIndex(neighbour.index())
        .setLabel(neighbour.label())
        .setSimilarity(neighbour.similarity())
        .build();
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
