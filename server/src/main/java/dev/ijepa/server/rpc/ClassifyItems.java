package dev.ijepa.server.rpc;

import dev.ijepa.models.Output;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ModelUse;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ItemOutcome.Computed;
import dev.ijepa.v1.ClassScore;
import dev.ijepa.v1.Classification;
import dev.ijepa.v1.ClassifyOptions;
import dev.ijepa.v1.Image;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Requests for classes: checked on the way in, written on the way out. */
final class ClassifyItems {
  private static final int DEFAULT_TOP_K = 5;

  private final ModelCatalog catalog;

  @Inject
  ClassifyItems(ModelCatalog catalog) {
    this.catalog = catalog;
  }

  /** Checks a request. It uses the model until it is closed, or submitted. */
  ItemRequest<Classification> parse(String modelName, Image image, ClassifyOptions options)
      throws FailedException {
    NotImplementedYet.check(options);
    try (ModelUse use = catalog.use(modelName)) {
      return parse(use, image, options);
    }
  }

  private static ItemRequest<Classification> parse(
      ModelUse use, Image image, ClassifyOptions options) throws FailedException {
    ServedModel model = use.model();
    if (!model.hasHead()) {
      throw new FailedException(
          Reason.MODEL_HAS_NO_HEAD,
          "model '%s' has no classification head. No released I-JEPA checkpoint has one: fine-tune IJepaForImageClassification, or train a linear probe on its embeddings, and convert that checkpoint"
              .formatted(model.name()));
    }
    int topK = topK(options, model.manifest().labels().size());
    ImageSource source = Messages.image(image);
    return new ItemRequest<>(
        use.handOver(),
        source,
        Set.of(Output.LOGITS),
        computed -> classification(model, topK, computed));
  }

  /** Unsigned on the wire; more than there are means all. */
  private static int topK(ClassifyOptions options, int classes) {
    long wanted = options.hasTopK() ? Integer.toUnsignedLong(options.getTopK()) : DEFAULT_TOP_K;
    return wanted == 0 ? classes : (int) Math.min(wanted, classes);
  }

  private static Classification classification(ServedModel model, int topK, Computed computed) {
    float[] logits = computed.outputs().get(Output.LOGITS);
    double[] scores = model.manifest().headActivation().apply(logits);
    List<String> labels = model.manifest().labels();
    Classification.Builder classification =
        Classification.newBuilder()
            .setModel(Messages.version(model))
            .setTimings(Messages.timings(computed.timings()));
    IntStream.range(0, logits.length)
        .boxed()
        // Sorting is stable: of equals the lower index comes first.
        .sorted(Comparator.comparing(index -> -logits[index]))
        .limit(topK)
        .forEach(
            index ->
                classification.addClasses(
                    ClassScore.newBuilder()
                        .setIndex(index)
                        .setLabel(labels.get(index))
                        .setProbability((float) scores[index])
                        .setLogit(logits[index])));
    return classification.build();
  }
}
