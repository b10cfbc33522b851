package dev.ijepa.server.inference;

import java.util.ArrayList;
import java.util.List;

/**
 * An input or an output of a model.
 *
 * @param name of the tensor
 * @param datatype of its elements; of features the default
 * @param shape outermost axis first; the first is the image. -1 means any size
 */
public record TensorSpec(String name, Datatype datatype, List<Long> shape) {
  private static final long ANY = -1;

  /** A tensor with the axes of one image; the axis of images comes before them. */
  static TensorSpec of(String name, Datatype datatype, List<Long> axes) {
    List<Long> shape = new ArrayList<>();
    shape.add(ANY);
    shape.addAll(axes);
    return new TensorSpec(name, datatype, shape);
  }

  /** The shape for one image: without the first axis. */
  public List<Long> shapeOfOne() {
    return shape.subList(1, shape.size());
  }
}
