package dev.ijepa.models.encoder;

import dev.ijepa.models.checkpoint.ProcessorConfig;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** (value × rescale_factor − mean) / std for each channel, as the processor's config says. */
public final class PixelNormalization {
  private final Ops tf;
  private final ProcessorConfig processor;

  public PixelNormalization(Ops tf, ProcessorConfig processor) {
    this.tf = tf;
    this.processor = processor;
  }

  /** Shape [B, H, W, 3], uint8 to float32. */
  public Operand<TFloat32> apply(Operand<TUint8> pixels) {
    Operand<TFloat32> rescaled =
        tf.math.mul(
            tf.dtypes.cast(pixels, TFloat32.class), tf.constant((float) processor.rescaleFactor()));
    return tf.math.div(
        tf.math.sub(rescaled, channels(processor.mean())), channels(processor.std()));
  }

  private Operand<TFloat32> channels(List<Float> values) {
    return tf.array(values.get(0), values.get(1), values.get(2));
  }
}
