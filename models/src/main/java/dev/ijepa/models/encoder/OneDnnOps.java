package dev.ijepa.models.encoder;

import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;

/**
 * Operations in the version that TensorFlow runs with oneDNN, or fuses with others, on a CPU.
 * TensorFlow Java has classes only for other versions of them. Their values are the same.
 */
final class OneDnnOps {
  private OneDnnOps() {}

  /** a + b, with broadcasting. {@code Add}, which TensorFlow Java offers, is not fused. */
  static <T extends TNumber> Operand<T> add(Ops tf, Operand<T> a, Operand<T> b) {
    return build(tf, "AddV2", a, b);
  }

  /**
   * a · b, or a · bᵀ, of the last two axes. {@code BatchMatMulV3}, which TensorFlow Java offers, is
   * run by Eigen: in bf16 it takes three times as long.
   */
  static <T extends TNumber> Operand<T> batchMatMul(
      Ops tf, Operand<T> a, Operand<T> b, boolean transposeB) {
    OperationBuilder builder = builder(tf, "BatchMatMulV2", a, b);
    return builder.setAttr("adj_y", transposeB).build().output(0);
  }

  private static <T extends TNumber> Operand<T> build(
      Ops tf, String type, Operand<T> a, Operand<T> b) {
    return builder(tf, type, a, b).build().output(0);
  }

  private static OperationBuilder builder(Ops tf, String type, Operand<?> a, Operand<?> b) {
    return tf.scope().opBuilder(type, type).addInput(a.asOutput()).addInput(b.asOutput());
  }
}
