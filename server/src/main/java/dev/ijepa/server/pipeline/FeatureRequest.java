package dev.ijepa.server.pipeline;

import dev.ijepa.models.Output;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.server.catalog.ModelUse;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.item.ItemTerms;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * One image whose features are wanted.
 *
 * @param use of the model that computes them. The pipeline takes it over when the request is
 *     submitted; if that throws, it is still the caller's, or was closed
 * @param image as it was sent
 * @param outputs that the model has, at least one
 * @param classes how many classes the result names
 * @param neighbourBytes of the training images that the result names
 * @param messageBytes of the message that it came in; of the image alone if the message has several
 * @param terms whose it is, and until when it is wanted
 */
public record FeatureRequest(
    ModelUse use,
    ImageSource image,
    Set<Output> outputs,
    long classes,
    long neighbourBytes,
    long messageBytes,
    ItemTerms terms) {
  /** A response holds the label of a class, objects, and maybe a line of text. */
  private static final int BYTES_OF_CLASS = 128;

  /** The model that computes them. */
  ServedModel model() {
    return use.model();
  }

  /** The same request, which nobody wants any more in this case either. */
  FeatureRequest orCancelled(BooleanSupplier also) {
    return new FeatureRequest(
        use, image, outputs, classes, neighbourBytes, messageBytes, terms.orCancelled(also));
  }

  /**
   * What it takes from its decoding on until it is computed: its pixels for the model, and its
   * result.
   */
  long decodedBytes() {
    return model().manifest().processor().image().byteSize() + outputBytes();
  }

  /** What its outputs, classes and neighbours take. */
  long outputBytes() {
    long values = 0;
    for (Output output : outputs) {
      List<Long> shape = model().model().shape(output);
      values += shape.stream().reduce(1L, Math::multiplyExact);
    }
    return values * Float.BYTES + classes * BYTES_OF_CLASS + neighbourBytes;
  }
}
