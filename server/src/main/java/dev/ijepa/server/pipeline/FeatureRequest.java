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
 * @param resultBytes what its result takes beside those outputs
 * @param messageBytes of the message that it came in; of the image alone if the message has several
 * @param terms whose it is, and until when it is wanted
 */
public record FeatureRequest(
    ModelUse use,
    ImageSource image,
    Set<Output> outputs,
    long resultBytes,
    long messageBytes,
    ItemTerms terms) {
  /** The model that computes them. */
  ServedModel model() {
    return use.model();
  }

  /** The same request, which nobody wants any more in this case either. */
  FeatureRequest orCancelled(BooleanSupplier also) {
    return new FeatureRequest(
        use, image, outputs, resultBytes, messageBytes, terms.orCancelled(also));
  }

  /**
   * What it takes from its decoding on until it is computed: its pixels for the model, and its
   * result.
   */
  long decodedBytes() {
    return model().manifest().processor().image().byteSize() + outputBytes();
  }

  /** What its outputs and the rest of its result take. */
  long outputBytes() {
    long values = 0;
    for (Output output : outputs) {
      List<Long> shape = model().model().shape(output);
      values += shape.stream().reduce(1L, Math::multiplyExact);
    }
    return values * Float.BYTES + resultBytes;
  }
}
