package dev.ijepa.server.inference;

import dev.ijepa.server.catalog.ServedHead;
import dev.ijepa.server.features.HeadSelection;
import dev.ijepa.server.features.OutputSelection;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a request wants to be computed, and how its response is written. */
final class OutputPlan {
  private static final Set<String> OF_FEATURES = Set.of();
  private static final Set<String> OF_HEADS = Set.of(InferParameters.CLASSIFICATION);

  /** A head, and how many of its classes are needed; 0 means all. */
  private static final class Head {
    private final String name;
    private long most;

    Head(String name, long most) {
      this.name = name;
      this.most = most;
    }
  }

  private final Datatype datatype;
  private final String defaultHead;
  private final List<OutputSelection> features = new ArrayList<>();
  private final List<Head> heads = new ArrayList<>();
  private final List<OutputWriter> writers = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private OutputPlan(Datatype datatype, String defaultHead) {
    this.datatype = datatype;
    this.defaultHead = defaultHead;
  }

  /**
   * Plans the outputs of a request. The core checks that the model has them.
   *
   * @throws FailedException with REQUEST_INVALID, if one is unknown, named twice, or has a wrong
   *     parameter
   */
  static OutputPlan of(InferRequest request) throws FailedException {
    Optional<String> datatype = request.parameters().text(InferParameters.DATATYPE);
    OutputPlan plan =
        new OutputPlan(
            datatype.isPresent() ? Datatype.ofFeatures(datatype.get()) : Datatype.FP32,
            request.parameters().text(InferParameters.HEAD).orElse(""));
    if (request.outputs().isEmpty()) {
      plan.add(new RequestedOutput(OutputNames.EMBEDDING, InferParameters.NONE));
    }
    for (RequestedOutput output : request.outputs()) {
      plan.add(output);
    }
    return plan;
  }

  private void add(RequestedOutput output) throws FailedException {
    String name = output.name();
    if (!names.add(name)) {
      throw new FailedException(
          Reason.REQUEST_INVALID,
          "output '%s' is requested twice".formatted(InferParameters.abbreviated(name)));
    }
    Optional<OutputSelection> feature = OutputNames.feature(name);
    String logitsOf = head(name, OutputNames.LOGITS);
    String classesOf = head(name, OutputNames.CLASSES);
    if (feature.isPresent()) {
      requireKnown(output, OF_FEATURES);
      writers.add(new OutputWriter.Features(name, features.size(), datatype));
      features.add(feature.get());
    } else if (logitsOf != null) {
      requireKnown(output, OF_HEADS);
      addLogits(name, logitsOf, output.parameters().number(InferParameters.CLASSIFICATION));
    } else if (classesOf != null) {
      requireKnown(output, OF_HEADS);
      addClasses(name, classesOf, output.parameters().number(InferParameters.CLASSIFICATION));
    } else {
      throw new FailedException(
          Reason.REQUEST_INVALID,
          "there is no output '%s'; there are EMBEDDING, EMBEDDING_LAST4, TOKENS, LOGITS and CLASSES"
              .formatted(InferParameters.abbreviated(name)));
    }
  }

  private static void requireKnown(RequestedOutput output, Set<String> known)
      throws FailedException {
    output.parameters().requireKnown("output '%s'".formatted(output.name()), known);
  }

  /** The head that an output is of; null if it is no output of this kind. */
  private @Nullable String head(String name, String kind) {
    return name.equals(kind) ? defaultHead : OutputNames.headOf(name, kind);
  }

  /** The logits of all classes; or, if a number of classes is given, the texts of these. */
  private void addLogits(String name, String head, OptionalLong classes) {
    long most = classes.orElse(0);
    int index = indexOf(head, most);
    writers.add(
        most == 0
            ? new OutputWriter.Logits(name, index, datatype)
            : new OutputWriter.Classes(name, index, most, true));
  }

  private void addClasses(String name, String head, OptionalLong classes) {
    long most = classes.orElse(HeadSelection.DEFAULT_TOP_K);
    writers.add(new OutputWriter.Classes(name, indexOf(head, most), most, false));
  }

  /** The place of a head in the query, which computes each head once. */
  private int indexOf(String head, long most) {
    String name = head.isEmpty() ? ServedHead.DEFAULT_NAME : head;
    for (int i = 0; i < heads.size(); i++) {
      Head known = heads.get(i);
      if (known.name.equals(name)) {
        known.most = known.most == 0 || most == 0 ? 0 : Math.max(known.most, most);
        return i;
      }
    }
    heads.add(new Head(name, most));
    return heads.size() - 1;
  }

  /** The outputs of the encoder that the core computes. */
  List<OutputSelection> features() {
    return features;
  }

  /** The heads that the core computes. */
  List<HeadSelection> heads() {
    return heads.stream()
        .map(head -> new HeadSelection(head.name, OptionalLong.of(head.most)))
        .toList();
  }

  /** What writes the response, in the order of the request. */
  List<OutputWriter> writers() {
    return List.copyOf(writers);
  }
}
