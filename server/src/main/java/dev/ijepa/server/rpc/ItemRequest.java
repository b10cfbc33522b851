package dev.ijepa.server.rpc;

import dev.ijepa.models.Output;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.server.catalog.ModelUse;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.InternalFault;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemOutcome.Computed;
import dev.ijepa.server.item.ItemOutcome.Failed;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.pipeline.FeatureRequest;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that was found valid.
 *
 * @param outputs that it needs of the model
 * @param response makes the answer of what was computed
 */
record ItemRequest<T>(
    ModelUse use, ImageSource image, Set<Output> outputs, Function<Computed, T> response)
    implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ItemRequest.class);

  /**
   * Where it stands among others.
   *
   * @param messageBytes of the message that it came in
   */
  FeatureRequest on(ItemTerms terms, long messageBytes) {
    return new FeatureRequest(use, image, outputs, messageBytes, terms);
  }

  /**
   * The answer to an outcome.
   *
   * @throws FailedException if there is none but a failure
   */
  T answer(ItemOutcome outcome) throws FailedException {
    if (outcome instanceof Failed failed) {
      throw new FailedException(failed.failure());
    }
    try {
      return response.apply((Computed) outcome);
    } catch (RuntimeException | Error e) {
      throw new FailedException(InternalFault.failure(log, "the response could not be written", e));
    }
  }

  <R> ItemRequest<R> map(Function<T, R> then) {
    return new ItemRequest<>(use, image, outputs, response.andThen(then));
  }

  /** Ends the use of the model, if the pipeline has not taken it over. */
  @Override
  public void close() {
    use.close();
  }
}
