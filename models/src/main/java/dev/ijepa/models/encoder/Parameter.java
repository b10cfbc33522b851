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
 * @param layout how their elements are ordered in it
 * @param handle the variable
 * @param value reads the variable
 */
public record Parameter(
    String name,
    Precision precision,
    List<Long> shape,
    List<Part> parts,
    Layout layout,
    VarHandleOp handle,
    Operand<TFloating> value) {

  /**
   * A tensor of the checkpoint.
   *
   * @param tensor its canonical name
   * @param shape that it must have there
   */
  public record Part(String tensor, List<Long> shape) {}

  /** How a parameter's elements are ordered, compared with the checkpoint. */
  public enum Layout {
    /** The same order. */
    AS_STORED,
    /**
     * [D, 3, P, P] as PyTorch convolves, here [D, P, P, 3]: a patch of an image of interleaved RGB.
     */
    CHANNELS_LAST
  }

  /** Number of elements. */
  public long elementCount() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }
}
