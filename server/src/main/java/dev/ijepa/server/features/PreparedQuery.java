package dev.ijepa.server.features;

import dev.ijepa.models.image.ImageSource;
import dev.ijepa.server.catalog.ModelUse;
import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.pipeline.FeatureRequest;
import dev.ijepa.server.pipeline.ItemGroup;
import java.util.ArrayList;
import java.util.List;

/**
 * A query that was found valid, and the model that it holds. Whoever prepared it submits it to the
 * pipeline, which takes over the model, and closes it in any case.
 */
public final class PreparedQuery implements AutoCloseable {
  private final List<ModelUse> uses;
  private final List<ImageSource> images;
  private final ResultRecipe recipe;
  private final ItemObserver.Factory observers;

  /** Takes over the use. */
  PreparedQuery(
      ModelUse use, List<ImageSource> images, ResultRecipe recipe, ItemObserver.Factory observers) {
    this.uses = use.handOver(images.size());
    this.images = images;
    this.recipe = recipe;
    this.observers = observers;
  }

  /** Makes the results of the outcomes. */
  public ResultRecipe recipe() {
    return recipe;
  }

  /** The number of its images. */
  public int size() {
    return images.size();
  }

  /**
   * The items for the pipeline, one for each image. From here on they are observed.
   *
   * @param terms whose they are, and until when they are wanted. If there are several, no other
   *     items may be of the terms' call: when one fails, the rest of the call is cancelled
   * @param messageBytes of the message that they came in
   */
  public ItemGroup on(ItemTerms terms, long messageBytes) {
    List<FeatureRequest> items = new ArrayList<>(images.size());
    for (int i = 0; i < images.size(); i++) {
      ImageSource image = images.get(i);
      items.add(
          new FeatureRequest(
              uses.get(i),
              image,
              recipe.sources(),
              recipe.bytes(),
              images.size() == 1 ? messageBytes : bytes(image),
              terms.observedBy(observer(terms))));
    }
    return new ItemGroup(items, messageBytes);
  }

  private ItemObserver observer(ItemTerms terms) {
    return observers.observe(recipe.model().name(), terms.flow().caller(), terms.priority());
  }

  private static long bytes(ImageSource image) {
    if (image instanceof ImageSource.Encoded encoded) {
      return encoded.bytes().remaining();
    }
    return ((ImageSource.Pixels) image).rgb().remaining();
  }

  /** Releases the model, unless the pipeline has taken it over. */
  @Override
  public void close() {
    uses.forEach(ModelUse::close);
  }
}
