package dev.ijepa.server.catalog;

import dev.ijepa.models.Output;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.server.batching.BatchEngine;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An image whose embedding is known, to see whether a model still gives it. */
public final class Canary {
  /**
   * Far over what rounding does between two runs of a batch of one, far under what a device that
   * computes wrongly does.
   */
  private static final double TOLERANCE = 1e-2;

  private final BatchEngine engine;
  private final ModelInput image;
  private final float[] expected;

  /**
   * A canary.
   *
   * @param engine to be tested
   * @param image that asks for the embedding alone
   * @param expected its embedding
   */
  public Canary(BatchEngine engine, ModelInput image, float[] expected) {
    this.engine = engine;
    this.image = image;
    this.expected = expected.clone();
  }

  /** Computes the image; what is wrong with the result, if anything is. */
  public Optional<String> faultNow() {
    float[] embedding = engine.run(List.of(image), 1).get(0).get(Output.EMBEDDING);
    double distance = relativeDistance(embedding);
    // Not "greater": NaN is a fault too.
    return distance <= TOLERANCE
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the canary image's embedding is %.1e off what it was (relative L2; at most %.0e is rounding)",
                distance,
                TOLERANCE));
  }

  private double relativeDistance(float[] embedding) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow((double) embedding[i] - expected[i], 2);
      norm += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / norm);
  }
}
