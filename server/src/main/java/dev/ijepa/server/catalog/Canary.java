package dev.ijepa.server.catalog;

import dev.ijepa.models.Output;
import dev.ijepa.models.savedmodel.KnownEmbedding;
import dev.ijepa.server.batching.BatchEngine;
import dev.ijepa.server.batching.LoadedModel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells whether a model still computes what it did when it was converted. */
public final class Canary {
  // Over what another device's rounding does, in bf16 that of a processor without bf16 too; far
  // under what a damaged file or a device that computes wrongly does.
  private static final double TOLERANCE_OF_F32 = 2e-2;
  private static final double TOLERANCE_OF_BF16 = 5e-2;

  private final BatchEngine engine;
  private final KnownEmbedding known;
  private final double tolerance;

  /**
   * A canary of one's own.
   *
   * @param tolerance how far off the embedding may be, as relative L2
   */
  public Canary(BatchEngine engine, KnownEmbedding known, double tolerance) {
    this.engine = engine;
    this.known = known;
    this.tolerance = tolerance;
  }

  /** Returns the canary that a model has brought along. */
  public static Canary of(LoadedModel model, BatchEngine engine) {
    boolean bfloat16 = model.manifest().isBfloat16();
    return new Canary(engine, model.known(), bfloat16 ? TOLERANCE_OF_BF16 : TOLERANCE_OF_F32);
  }

  /**
   * Computes the canary image, in each way that the engine has; what is wrong with a result, if
   * anything is.
   */
  public Optional<String> faultNow() {
    return faultOf(engine).or(() -> engine.alone().flatMap(this::faultOf));
  }

  private Optional<String> faultOf(BatchEngine engine) {
    double distance =
        known.distance(engine.run(List.of(known.input()), 1).get(0).get(Output.EMBEDDING));
    // Not "greater": NaN is a fault too.
    return distance <= tolerance
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the canary image's embedding is %.1e off what the conversion computed (relative L2; at most %.0e is rounding)",
                distance,
                tolerance));
  }
}
