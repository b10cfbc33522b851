package dev.ijepa.models.encoder;

import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.family.TFloating;

/**
 * y = x Wᵀ + b.
 *
 * @param kernel W, shape [out, in], as PyTorch stores it
 * @param bias b, shape [out]
 */
public record Linear(Ops tf, Operand<TFloating> kernel, @Nullable Operand<TFloating> bias) {
  /** [M, in] to [M, out]. */
  public Operand<TFloating> apply(Operand<TFloating> x) {
    Operand<TFloating> product = tf.linalg.matMul(x, kernel, MatMul.transposeB(true));
    return bias == null ? product : tf.nn.biasAdd(product, bias);
  }
}
