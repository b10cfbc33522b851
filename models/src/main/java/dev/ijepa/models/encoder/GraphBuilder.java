package dev.ijepa.models.encoder;

import dev.ijepa.models.encoder.Parameter.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/**
 * Where a layer adds its operations and parameters: one scope of the graph's names.
 *
 * <p>All scopes of a graph share one list of parameters, in the order that they were added.
 */
public final class GraphBuilder {
  private final Ops tf;
  private final Precision precision;
  private final String path;
  private final List<Parameter> parameters;

  /**
   * The outermost scope of a graph.
   *
   * @param precision of all parameters and of the products with them
   */
  public GraphBuilder(Ops tf, Precision precision) {
    this(tf, precision, "", new ArrayList<>());
  }

  private GraphBuilder(Ops tf, Precision precision, String path, List<Parameter> parameters) {
    this.tf = tf;
    this.precision = precision;
    this.path = path;
    this.parameters = parameters;
  }

  /** A scope inside this one. Ask once for each name: TensorFlow renames the second of its kind. */
  public GraphBuilder scope(String name) {
    return new GraphBuilder(tf.withSubScope(name), precision, path + name + "/", parameters);
  }

  /** Adds operations in this scope. */
  public Ops tf() {
    return tf;
  }

  /** The same values in float32, for what bf16 would spoil. */
  public Operand<TFloat32> widen(Operand<TFloating> x) {
    return precision == Precision.F32 ? unchecked(x) : tf.dtypes.cast(x, TFloat32.class);
  }

  /** Back from float32 to the graph's precision. */
  public Operand<TFloating> narrow(Operand<TFloat32> x) {
    return precision == Precision.F32 ? unchecked(x) : tf.dtypes.cast(x, precision.type());
  }

  // A graph of float32 needs no casts.
  @SuppressWarnings("unchecked")
  private static <T extends TFloating> Operand<T> unchecked(Operand<? extends TFloating> x) {
    return (Operand<T>) x;
  }

  /** A constant in the graph's precision. */
  Operand<TFloating> constant(double value) {
    return narrow(tf.constant((float) value));
  }

  /** All parameters of the graph so far, in the order that they were added. */
  public List<Parameter> parameters() {
    return Collections.unmodifiableList(parameters);
  }

  /** A vector that the checkpoint stores under {@code tensor}. */
  Operand<TFloating> vector(String name, String tensor, long size) {
    return parameter(name, List.of(size), List.of(new Part(tensor, List.of(size))));
  }

  /** Any parameter; returns its value. */
  Operand<TFloating> parameter(String name, List<Long> shape, List<Part> parts) {
    String fullName = path + name;
    VarHandleOp handle =
        tf.withName(name)
            .varHandleOp(
                precision.type(),
                Shape.of(shape.stream().mapToLong(Long::longValue).toArray()),
                VarHandleOp.sharedName(fullName));
    Operand<TFloating> value = tf.withName(name + "_read").readVariableOp(handle, precision.type());
    parameters.add(new Parameter(fullName, precision, shape, parts, handle, value));
    return value;
  }

  /**
   * A linear layer that the checkpoint stores as {@code tensor.weight}, shape [out, in], and {@code
   * tensor.bias}.
   */
  public Linear linear(String name, String tensor, long in, long out) {
    return linear(name, List.of(new LinearPart(tensor, Layout.AS_STORED)), in, out, true);
  }

  /**
   * Several linear layers of one input, side by side as one matrix product.
   *
   * @param parts the layers; each has {@code out} outputs
   */
  Linear linear(String name, List<LinearPart> parts, long in, long out, boolean hasBias) {
    GraphBuilder scope = scope(name);
    long width = parts.size() * out;
    Operand<TFloating> kernel =
        scope.parameter(
            "kernel",
            List.of(width, in),
            parts.stream().map(part -> part.weight(List.of(out, in))).toList());
    @Nullable Operand<TFloating> bias =
        hasBias
            ? scope.parameter(
                "bias",
                List.of(width),
                parts.stream().map(part -> part.bias(List.of(out))).toList())
            : null;
    return new Linear(scope.tf, kernel, bias);
  }

  /**
   * A linear layer of the checkpoint.
   *
   * @param tensor its name there
   * @param layout of its weight and its bias
   */
  record LinearPart(String tensor, Layout layout) {
    Part weight(List<Long> shape) {
      return new Part(tensor + ".weight", shape, layout);
    }

    Part bias(List<Long> shape) {
      return new Part(tensor + ".bias", shape, layout);
    }
  }
}
