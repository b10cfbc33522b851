package dev.ijepa.server.pipeline;

import dev.ijepa.models.Output;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.item.ItemTerms;
import java.util.List;
import java.util.Set;

/**
 * One image whose features are wanted.
 *
 * @param model that computes them
 * @param image as it was sent
 * @param outputs that the model has, at least one
 * @param messageBytes of the message that it came in
 * @param terms whose it is, and until when it is wanted
 */
public record FeatureRequest(
    ServedModel model, ImageSource image, Set<Output> outputs, long messageBytes, ItemTerms terms) {
  /** What it takes while it is in flight: its message, its pixels for the model, its outputs. */
  long bytes() {
    long outputBytes = 0;
    for (Output output : outputs) {
      List<Long> shape = model.model().shape(output);
      outputBytes += shape.stream().reduce(1L, Math::multiplyExact) * Float.BYTES;
    }
    return messageBytes + model.manifest().processor().image().byteSize() + outputBytes;
  }
}
