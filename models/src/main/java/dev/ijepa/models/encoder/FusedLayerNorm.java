package dev.ijepa.models.encoder;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Puts oneDNN's LayerNorm, one operation, in the place of the nine that {@link LayerNorm} writes,
 * which pass over the same numbers again and again.
 *
 * <p>The operation is internal to TensorFlow, comes without a promise for other versions, and runs
 * on the CPU alone. So it is put into the graph when a model is loaded, and never into a file.
 */
public final class FusedLayerNorm {
  /** TensorFlow's name of the operation. */
  public static final String OPERATION = "_MklLayerNorm";

  private final Map<String, NodeDef> nodes = new HashMap<>();

  private FusedLayerNorm(GraphDef graph) {
    graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
  }

  /**
   * Fuses every layer norm of a graph. What remains of the old ones feeds nothing any more, so it
   * is not run.
   */
  public static GraphDef in(GraphDef graph) {
    FusedLayerNorm fusion = new FusedLayerNorm(graph);
    GraphDef.Builder fused = graph.toBuilder();
    for (int i = 0; i < graph.getNodeCount(); i++) {
      NodeDef layerNorm = fusion.fused(graph.getNode(i));
      if (layerNorm != null) {
        fused.setNode(i, layerNorm);
      }
    }
    return fused.build();
  }

  /** The operation for what this node is the last of; null if it is no layer norm. */
  private @Nullable NodeDef fused(NodeDef last) {
    // (centred · (rsqrt(variance + epsilon) · gain)) + offset
    NodeDef scaled = input(last, "Add", 0, "Mul");
    NodeDef centred = input(scaled, "Mul", 0, "Sub");
    NodeDef scale = input(scaled, "Mul", 1, "Mul");
    NodeDef deviation = input(scale, "Mul", 0, "Rsqrt");
    NodeDef biased = input(deviation, "Rsqrt", 0, "Add");
    NodeDef variance = input(biased, "Add", 0, "Mean");
    NodeDef epsilon = input(biased, "Add", 1, "Const");
    NodeDef square = input(variance, "Mean", 0, "Square");
    NodeDef mean = input(centred, "Sub", 1, "Mean");
    if (mean == null
        || square == null
        || epsilon == null
        || scale == null
        || centred == null
        || !square.getInput(0).equals(centred.getName())
        || !mean.getInput(0).equals(centred.getInput(0))) {
      return null;
    }
    return NodeDef.newBuilder()
        .setName(last.getName())
        .setDevice(last.getDevice())
        .setOp(OPERATION)
        .addInput(centred.getInput(0))
        .addInput(scale.getInput(1))
        .addInput(last.getInput(1))
        .putAttr("T", AttrValue.newBuilder().setType(DataType.DT_FLOAT).build())
        .putAttr("epsilon", AttrValue.newBuilder().setF(value(epsilon)).build())
        .build();
  }

  /** An input of a node, if both are of these operations; null if they are not. */
  private @Nullable NodeDef input(
      @Nullable NodeDef node, String operation, int index, String inputOperation) {
    if (node == null || !node.getOp().equals(operation)) {
      return null;
    }
    NodeDef input = nodes.get(node.getInput(index));
    return input == null || !input.getOp().equals(inputOperation) ? null : input;
  }

  private static float value(NodeDef scalar) {
    var tensor = scalar.getAttrOrThrow("value").getTensor();
    return tensor.getFloatValCount() > 0
        ? tensor.getFloatVal(0)
        : tensor.getTensorContent().asReadOnlyByteBuffer().order(LITTLE_ENDIAN).getFloat();
  }
}
