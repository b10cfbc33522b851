package dev.ijepa.server.features;

import dev.ijepa.models.image.ImageSource;
import dev.ijepa.server.catalog.ModelUse;
import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.pipeline.FeatureRequest;

/**
 * A query that was found valid, and the model that it holds. Whoever prepared it submits it to the
 * pipeline, which takes over the model, and closes it in any case.
 */
public final class PreparedItem implements AutoCloseable {
  private final ModelUse use;
  private final ImageSource image;
  private final ResultRecipe recipe;
  private final ItemObserver.Factory observers;

  PreparedItem(
      ModelUse use, ImageSource image, ResultRecipe recipe, ItemObserver.Factory observers) {
    this.use = use;
    this.image = image;
    this.recipe = recipe;
    this.observers = observers;
  }

  /** Makes the result of the outcome. */
  public ResultRecipe recipe() {
    return recipe;
  }

  /**
   * The request to the pipeline. From here on the item is observed.
   *
   * @param terms whose it is, and until when it is wanted
   * @param messageBytes of the message that it came in
   */
  public FeatureRequest on(ItemTerms terms, long messageBytes) {
    ItemObserver observer =
        observers.observe(use.model().name(), terms.flow().caller(), terms.priority());
    return new FeatureRequest(
        use, image, recipe.sources(), messageBytes, terms.observedBy(observer));
  }

  /** Releases the model, unless the pipeline has taken it over. */
  @Override
  public void close() {
    use.close();
  }
}
