package dev.ijepa.client;

import dev.ijepa.client.internal.WireDuration;
import dev.ijepa.v1.Distance;
import dev.ijepa.v1.Features;
import dev.ijepa.v1.ModelVersion;
import dev.ijepa.v1.Neighbour;
import dev.ijepa.v1.OutputTensor;
import dev.ijepa.v1.Timings;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Turns the server's messages into the SDK's values. */
final class Answers {
  private Answers() {}

  static Embedding embedding(Features features) {
    if (features.getOutputsCount() == 0) {
      throw invalid("the server sent features without outputs");
    }
    Map<EmbedOutput, Tensor> outputs = new EnumMap<>(EmbedOutput.class);
    Set<Integer> emptyRegions = new TreeSet<>();
    for (OutputTensor output : features.getOutputsList()) {
      output.getRegionErrorsList().forEach(error -> emptyRegions.add(error.getIndex()));
      outputs.put(WireEnums.output(output.getOutput()), TensorDecoder.decode(output.getTensor()));
    }
    return new Embedding(
        outputs,
        identity(features.getModel()),
        timings(features.getTimings()),
        Collections.unmodifiableSet(emptyRegions));
  }

  static Classification classification(dev.ijepa.v1.Classification answer) {
    if (answer.getClassesCount() == 0) {
      throw invalid("the server sent a classification without classes");
    }
    return new Classification(
        answer.getClassesList().stream().map(Answers::score).toList(),
        identity(answer.getModel()),
        timings(answer.getTimings()),
        answer.getHeadsList().stream().map(Answers::head).toList());
  }

  private static HeadResult head(dev.ijepa.v1.HeadResult head) {
    return new HeadResult(
        head.getName(),
        head.getFingerprint(),
        head.getClassesList().stream().map(Answers::score).toList(),
        head.hasRejected() ? Optional.of(head.getRejected()) : Optional.empty(),
        head.hasDistance() ? Optional.of(distance(head.getDistance())) : Optional.empty(),
        head.getNeighboursList().stream().map(Answers::neighbour).toList());
  }

  private static HeadDistance distance(Distance distance) {
    return new HeadDistance(distance.getValue(), distance.getPercentile());
  }

  private static HeadNeighbour neighbour(Neighbour neighbour) {
    return new HeadNeighbour(
        neighbour.getPath(), neighbour.getIndex(), neighbour.getLabel(), neighbour.getSimilarity());
  }

  private static IjepaException invalid(String message) {
    return new IjepaException(StatusCode.INTERNAL, IjepaException.RESPONSE_INVALID, message);
  }

  static ModelIdentity identity(ModelVersion version) {
    return new ModelIdentity(
        version.getName(), version.getVersion(), version.getFingerprint(), version.getRevision());
  }

  private static ClassScore score(dev.ijepa.v1.ClassScore score) {
    return new ClassScore(
        score.getIndex(), score.getLabel(), score.getProbability(), score.getLogit());
  }

  private static ItemTimings timings(Timings timings) {
    return new ItemTimings(
        WireDuration.of(timings.getQueue()),
        WireDuration.of(timings.getPreprocessing()),
        WireDuration.of(timings.getInference()),
        timings.getBatchSize());
  }
}
