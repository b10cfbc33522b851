package dev.ijepa.models.encoder;

import dev.ijepa.models.checkpoint.ProcessorConfig;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * (value × rescale_factor − mean) / std for each channel, as the processor's config says.
 *
 * <p>Mean and std are applied to whole patches: along a row of many values TensorFlow is several
 * times as quick as along the three channels of a pixel. The order of the operations, and so every
 * bit, is that of the processor.
 */
final class PixelNormalization {
  private final Ops tf;
  private final ProcessorConfig processor;

  PixelNormalization(Ops tf, ProcessorConfig processor) {
    this.tf = tf;
    this.processor = processor;
  }

  /** value × rescale_factor. Any shape, uint8 to float32. */
  Operand<TFloat32> rescaled(Operand<TUint8> pixels) {
    return tf.math.mul(
        tf.dtypes.cast(pixels, TFloat32.class), tf.constant((float) processor.rescaleFactor()));
  }

  /**
   * (rescaled value − mean) / std. Shape [M, n], in and out.
   *
   * @param n values in a row: whole pixels, each of three channels
   */
  Operand<TFloat32> normalised(Operand<TFloat32> rescaled, int n) {
    return tf.math.div(
        tf.math.sub(rescaled, channels(processor.mean(), n)), channels(processor.std(), n));
  }

  /** Shape [n]. */
  private Operand<TFloat32> channels(List<Float> values, int n) {
    float[] row = new float[n];
    for (int i = 0; i < n; i++) {
      row[i] = values.get(i % values.size());
    }
    return tf.constant(row);
  }
}
