package dev.ijepa.models.encoder;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.family.TFloating;

/**
 * A variable of the graph, and where its values come from.
 *
 * @param name of the variable, in the graph and in the SavedModel
 * @param precision its element type
 * @param shape of the variable
 * @param parts the checkpoint's tensors that it is made of, one after the other along the first
 *     axis
 * @param handle the variable
 * @param value reads the variable
 */
public record Parameter(
    String name,
    Precision precision,
    List<Long> shape,
    List<Part> parts,
    VarHandleOp handle,
    Operand<TFloating> value) {

  /**
   * A tensor of the checkpoint.
   *
   * @param tensor its canonical name
   * @param shape that it must have there
   * @param layout how its elements become those of the parameter
   */
  public record Part(String tensor, List<Long> shape, Layout layout) {
    Part(String tensor, List<Long> shape) {
      this(tensor, shape, Layout.AS_STORED);
    }
  }

  /** Number of elements. */
  public long elementCount() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }
}
