package dev.ijepa.server.features;

import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ModelUse;
import dev.ijepa.server.catalog.ServedHead;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ItemObserver;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Validates queries, and acquires the models that compute them. */
public final class FeatureCore {
  /** All outputs whose selection has no arguments. */
  private static final List<OutputSelection> ALL_OUTPUTS =
      List.of(
          new OutputSelection.Embedding(),
          new OutputSelection.EmbeddingLast4(),
          new OutputSelection.Tokens());

  private static final List<OutputSelection> DEFAULT_OUTPUTS =
      List.of(new OutputSelection.Embedding());

  private final ModelCatalog catalog;
  private final ItemObserver.Factory observers;

  @Inject
  public FeatureCore(ModelCatalog catalog, ItemObserver.Factory observers) {
    this.catalog = catalog;
    this.observers = observers;
  }

  /**
   * Validates a query, and acquires its model. The caller closes what this returns.
   *
   * @throws FailedException if the model is unknown, or lacks what the query selects
   */
  public PreparedQuery prepare(FeatureQuery query) throws FailedException {
    try (ModelUse use = catalog.use(query.model())) {
      ResultRecipe recipe = recipe(use.model(), query);
      return new PreparedQuery(use, query.images(), recipe, observers);
    }
  }

  private static ResultRecipe recipe(ServedModel model, FeatureQuery query) throws FailedException {
    boolean selectsNothing = query.outputs().isEmpty() && query.heads().isEmpty();
    List<OutputSelection> outputs = selectsNothing ? DEFAULT_OUTPUTS : query.outputs();
    requireOutputs(model, outputs);
    return new ResultRecipe(model, outputs, query.l2Normalize(), selected(model, query.heads()));
  }

  private static void requireOutputs(ServedModel model, List<OutputSelection> outputs)
      throws FailedException {
    Set<OutputSelection> selected = new HashSet<>();
    for (OutputSelection output : outputs) {
      if (!model.model().outputs().contains(output.source())) {
        throw invalid(
            "outputs: model '%s' has no %s; it has %s", model.name(), output.key(), keys(model));
      }
      if (!selected.add(output)) {
        throw invalid("outputs: %s is selected twice", output.key());
      }
    }
  }

  /** The keys of the outputs that a model has. */
  private static List<String> keys(ServedModel model) {
    return ALL_OUTPUTS.stream()
        .filter(output -> model.model().outputs().contains(output.source()))
        .map(OutputSelection::key)
        .toList();
  }

  private static List<SelectedHead> selected(ServedModel model, List<HeadSelection> selections)
      throws FailedException {
    // Once: the heads may be replaced meanwhile.
    List<ServedHead> heads = model.heads();
    if (!selections.isEmpty() && heads.isEmpty()) {
      throw new FailedException(
          Reason.MODEL_HAS_NO_HEAD,
          String.format(
              Locale.ROOT,
              "model '%s' has no classification head, as no released I-JEPA checkpoint has one. Train one on labelled images (ijepa head train) and serve it with --head",
              model.name()));
    }
    List<SelectedHead> selected = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (HeadSelection selection : selections) {
      ServedHead head = head(model, heads, selection.name());
      if (!names.add(head.name())) {
        throw invalid("heads: %s is selected twice", head.name());
      }
      selected.add(new SelectedHead(head, selection));
    }
    return selected;
  }

  private static ServedHead head(ServedModel model, List<ServedHead> heads, String name)
      throws FailedException {
    boolean isDefault = name.isEmpty() || name.equals(ServedHead.DEFAULT_NAME);
    for (ServedHead head : heads) {
      if (isDefault || head.name().equals(name)) {
        return head;
      }
    }
    throw new FailedException(
        Reason.HEAD_UNKNOWN,
        String.format(
            Locale.ROOT,
            "model '%s' has no head of the name that the request gives; it has: %s",
            model.name(),
            heads.stream().map(ServedHead::name).collect(Collectors.joining(", "))));
  }

  private static FailedException invalid(String message, Object... details) {
    return new FailedException(
        Reason.REQUEST_INVALID, String.format(Locale.ROOT, message, details));
  }
}
