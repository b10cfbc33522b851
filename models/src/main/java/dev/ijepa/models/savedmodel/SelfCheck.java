package dev.ijepa.models.savedmodel;

import dev.ijepa.models.Output;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.checkpoint.ProcessorConfig;
import dev.ijepa.models.encoder.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TUint8;

/** Compares what a written model computes with what the graph computed before its export. */
final class SelfCheck {
  private final KnownEmbedding known;
  private final double tolerance;

  private SelfCheck(KnownEmbedding known, double tolerance) {
    this.known = known;
    this.tolerance = tolerance;
  }

  static SelfCheck of(
      ModelGraph model, ProcessorConfig processor, Precision precision, Session session) {
    byte[] image = KnownEmbedding.image(processor.image());
    Shape shape = Shape.of(1, processor.image().height(), processor.image().width(), 3);
    try (TUint8 tensor = TUint8.tensorOf(shape)) {
      tensor.asRawTensor().data().write(image);
      try (Result result =
          session
              .runner()
              .feed(model.images(), tensor)
              .fetch(Output.EMBEDDING.signatureName())
              .run()) {
        float[] embedding = new float[Math.toIntExact(result.get(0).shape().size())];
        result.get(0).asRawTensor().data().asFloats().read(embedding);
        return new SelfCheck(new KnownEmbedding(image, embedding), tolerance(precision));
      }
    }
  }

  /**
   * What rounding can make of it. Two runs of one graph usually agree to the bit; where TensorFlow
   * optimises the second otherwise, they are as far apart as two float32 computations are, under
   * 1e-6, or as one more rounding to bf16 makes them, 2⁻⁹. A wrong weight costs more than that.
   */
  private static double tolerance(Precision precision) {
    return switch (precision) {
      case F32 -> 5e-6;
      case BF16 -> 0x1p-9;
    };
  }

  /** Keeps what was computed with the model, for those who load it. */
  void write(Path folder) throws IOException {
    known.write(folder);
  }

  /**
   * Loads a written model and compares.
   *
   * @throws ModelException if it gives another embedding
   */
  void require(Path folder, TensorFlowRuntime tensorflow) throws IOException {
    try (FeatureModel model = FeatureModel.load(folder, tensorflow)) {
      double distance =
          known.distance(model.run(List.of(known.input()), 1).get(0).get(Output.EMBEDDING));
      if (!(distance <= tolerance)) {
        throw new ModelException(
            String.format(
                Locale.ROOT,
                "self-check failed: the written model's embedding differs from the checkpoint's by %.1e (relative L2); at most %.1e is rounding",
                distance,
                tolerance));
      }
    }
  }
}
