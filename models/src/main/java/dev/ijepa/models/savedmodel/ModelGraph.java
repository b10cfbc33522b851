package dev.ijepa.models.savedmodel;

import dev.ijepa.models.GraphOps;
import dev.ijepa.models.Output;
import dev.ijepa.models.checkpoint.EncoderConfig;
import dev.ijepa.models.checkpoint.ProcessorConfig;
import dev.ijepa.models.encoder.Encoder;
import dev.ijepa.models.encoder.GraphBuilder;
import dev.ijepa.models.encoder.Parameter;
import dev.ijepa.models.encoder.Precision;
import dev.ijepa.models.head.LinearHead;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * A whole model as a graph: uint8 pixels in, every output out, weights as variables. Its owner
 * closes it.
 */
final class ModelGraph implements AutoCloseable {
  /**
   * The version of the computation. It goes into the fingerprint: raise it with any change that
   * changes features by more than rounding.
   */
  static final int VERSION = 1;

  /** The name of the input in the signature. */
  static final String INPUT = "images";

  private final Graph graph;
  private final Operand<TUint8> images;
  private final Map<Output, Operand<TFloat32>> outputs;
  private final List<Parameter> parameters;

  private ModelGraph(
      Graph graph,
      Operand<TUint8> images,
      Map<Output, Operand<TFloat32>> outputs,
      List<Parameter> parameters) {
    this.graph = graph;
    this.images = images;
    this.outputs = outputs;
    this.parameters = parameters;
  }

  /**
   * Builds the graph of a model.
   *
   * @param classes of the head; 0 for a model without one
   */
  static ModelGraph build(
      EncoderConfig config, ProcessorConfig processor, int classes, Precision precision) {
    return build(config, processor, classes, precision, 1);
  }

  /**
   * Builds the graph of a model that divides the tokens of each image.
   *
   * @param parts that are computed side by side
   */
  static ModelGraph build(
      EncoderConfig config,
      ProcessorConfig processor,
      int classes,
      Precision precision,
      int parts) {
    Graph graph = new Graph();
    try {
      Ops tf = GraphOps.on(graph);
      Shape shape = Shape.of(-1, config.imageHeight(), config.imageWidth(), EncoderConfig.CHANNELS);
      Operand<TUint8> images =
          tf.withName(INPUT).placeholder(TUint8.class, Placeholder.shape(shape));
      GraphBuilder builder = new GraphBuilder(tf, precision);
      Map<Output, Operand<TFloat32>> outputs =
          new Encoder(builder, config, processor, parts).apply(images);
      if (classes > 0) {
        Operand<TFloat32> embedding = Objects.requireNonNull(outputs.get(Output.EMBEDDING));
        outputs.put(
            Output.LOGITS, new LinearHead(builder, config.hiddenSize(), classes).apply(embedding));
      }
      return new ModelGraph(graph, images, named(tf, outputs), builder.parameters());
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  /** Gives the outputs the names that a stranger meets in the graph. */
  private static Map<Output, Operand<TFloat32>> named(
      Ops tf, Map<Output, Operand<TFloat32>> outputs) {
    Map<Output, Operand<TFloat32>> named = new EnumMap<>(Output.class);
    outputs.forEach(
        (output, value) -> named.put(output, tf.withName(output.signatureName()).identity(value)));
    return named;
  }

  Graph graph() {
    return graph;
  }

  /** The input: RGB pixels [B, H, W, 3], uint8. */
  Operand<TUint8> images() {
    return images;
  }

  /** The outputs that this model has. */
  Map<Output, Operand<TFloat32>> outputs() {
    return outputs;
  }

  /** All parameters, in a fixed order. */
  List<Parameter> parameters() {
    return parameters;
  }

  /** How a stranger calls it: the names, types and shapes of input and outputs. */
  SignatureDef signature() {
    SignatureDef.Builder signature =
        SignatureDef.newBuilder()
            .setMethodName("tensorflow/serving/predict")
            .putInputs(INPUT, tensorInfo(images, DataType.DT_UINT8));
    for (Map.Entry<Output, ? extends Operand<?>> output : outputs.entrySet()) {
      signature.putOutputs(
          output.getKey().signatureName(), tensorInfo(output.getValue(), DataType.DT_FLOAT));
    }
    return signature.build();
  }

  private static TensorInfo tensorInfo(Operand<?> operand, DataType type) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    Shape known = operand.asOutput().shape();
    for (int axis = 0; axis < known.numDimensions(); axis++) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(known.get(axis)));
    }
    return TensorInfo.newBuilder()
        .setName(operand.op().name() + ":" + operand.asOutput().index())
        .setDtype(type)
        .setTensorShape(shape)
        .build();
  }

  @Override
  public void close() {
    graph.close();
  }
}
