package dev.ijepa.server.catalog;

import dev.ijepa.models.Output;
import dev.ijepa.models.savedmodel.KnownEmbedding;
import dev.ijepa.server.batching.BatchEngine;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells whether a model still computes what it did when it was converted. */
public final class Canary {
  /**
   * Over what another device's rounding does, also to bf16, where two processors were seen to be
   * 2e-2 apart; far under what a damaged file or a device that computes wrongly does.
   */
  private static final double TOLERANCE = 5e-2;

  private final BatchEngine engine;
  private final KnownEmbedding known;

  public Canary(BatchEngine engine, KnownEmbedding known) {
    this.engine = engine;
    this.known = known;
  }

  /** Computes the canary image; what is wrong with the result, if anything is. */
  public Optional<String> faultNow() {
    double distance =
        known.distance(engine.run(List.of(known.input()), 1).get(0).get(Output.EMBEDDING));
    // Not "greater": NaN is a fault too.
    return distance <= TOLERANCE
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the canary image's embedding is %.1e off what the conversion computed (relative L2; at most %.0e is rounding)",
                distance,
                TOLERANCE));
  }
}
