package dev.ijepa.models.encoder;

import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;

/**
 * y = x Wᵀ + b.
 *
 * @param kernel W, shape [out, in], as PyTorch stores it
 * @param bias b, shape [out]
 */
public record Linear(Ops tf, Operand<TFloat32> kernel, @Nullable Operand<TFloat32> bias) {
  /** [M, in] to [M, out]. */
  public Operand<TFloat32> apply(Operand<TFloat32> x) {
    Operand<TFloat32> product = tf.linalg.matMul(x, kernel, MatMul.transposeB(true));
    return bias == null ? product : tf.nn.biasAdd(product, bias);
  }
}
