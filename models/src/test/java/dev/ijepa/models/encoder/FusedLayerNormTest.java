package dev.ijepa.models.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ijepa.models.TensorFlowRuntime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;

class FusedLayerNormTest {
  private static final TensorFlowRuntime TENSORFLOW = new TensorFlowRuntime(1);
  private static final double EPSILON = 1e-6;
  private static final int ROWS = 5;
  private static final int WIDTH = 192;

  private final Random random = new Random(7);
  private final float[] gain = values(0, 1);
  private final float[] offset = values(0, 1);

  @ParameterizedTest(name = "mean {0}, deviation {1}")
  @CsvSource({"0, 1", "3, 0.5", "300, 1", "0, 1e-3", "0, 100"})
  void itComputesWhatTheSeparateOperationsDo(double mean, double deviation) {
    assumeTrue(TENSORFLOW.runs(FusedLayerNorm.OPERATION));
    float[] x = new float[ROWS * WIDTH];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (mean + deviation * random.nextGaussian());
    }
    GraphDef graph = graph();
    GraphDef fused = FusedLayerNorm.in(graph);

    assertThat(graph.getNodeList())
        .extracting(NodeDef::getOp)
        .doesNotContain(FusedLayerNorm.OPERATION);
    assertThat(fused.getNodeList())
        .extracting(NodeDef::getOp)
        .containsOnlyOnce(FusedLayerNorm.OPERATION);
    // float32 holds a value of 300 to 3e-5 of its deviation of 1.
    double rounding = 4e-7 * (1 + Math.abs(mean) / deviation);
    assertThat(distance(run(graph, x), expected(x))).isLessThan(rounding);
    assertThat(distance(run(fused, x), expected(x))).isLessThan(rounding);
  }

  @Test
  void whatIsNoLayerNormStaysAsItIs() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> x = tf.placeholder(TFloat32.class);
      Operand<TFloat32> other = tf.placeholder(TFloat32.class);
      Operand<TFloat32> mean = tf.math.mean(x, tf.constant(-1));
      Operand<TFloat32> centred = tf.math.sub(x, mean);
      // The variance of something else.
      Operand<TFloat32> variance = tf.math.mean(tf.math.square(other), tf.constant(-1));
      Operand<TFloat32> scale =
          tf.math.mul(tf.math.rsqrt(tf.math.add(variance, tf.constant(1f))), other);
      tf.math.add(tf.math.mul(centred, scale), other);
      GraphDef definition = graph.toGraphDef();

      assertThat(FusedLayerNorm.in(definition)).isEqualTo(definition);
    }
  }

  private GraphDef graph() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      GraphBuilder builder = new GraphBuilder(tf, Precision.F32);
      Operand<TFloat32> x =
          tf.withName("x").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, WIDTH)));
      tf.withName("y").identity(new LayerNorm(builder, "norm", WIDTH, EPSILON).apply(x));
      for (Parameter parameter : builder.parameters()) {
        float[] values = parameter.name().equals("gamma") ? gain : offset;
        tf.withName("assign_" + parameter.name())
            .assignVariableOp(parameter.handle(), tf.constant(values));
      }
      return graph.toGraphDef();
    }
  }

  private static float[] run(GraphDef definition, float[] x) {
    try (Graph graph = new Graph()) {
      graph.importGraphDef(definition);
      try (Session session = TENSORFLOW.open(graph);
          TFloat32 input = TFloat32.tensorOf(Shape.of(ROWS, WIDTH), DataBuffers.of(x))) {
        session.runner().addTarget("assign_gamma").addTarget("assign_beta").run().close();
        try (Result result = session.runner().feed("x", input).fetch("y").run()) {
          float[] y = new float[x.length];
          result.get(0).asRawTensor().data().asFloats().read(y);
          return y;
        }
      }
    }
  }

  private double[] expected(float[] x) {
    double[] y = new double[x.length];
    for (int row = 0; row < ROWS; row++) {
      double mean = 0;
      for (int i = 0; i < WIDTH; i++) {
        mean += x[row * WIDTH + i] / (double) WIDTH;
      }
      double variance = 0;
      for (int i = 0; i < WIDTH; i++) {
        variance += Math.pow(x[row * WIDTH + i] - mean, 2) / WIDTH;
      }
      for (int i = 0; i < WIDTH; i++) {
        y[row * WIDTH + i] =
            (x[row * WIDTH + i] - mean) / Math.sqrt(variance + EPSILON) * gain[i] + offset[i];
      }
    }
    return y;
  }

  private static double distance(float[] found, double[] expected) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow(found[i] - expected[i], 2);
      norm += expected[i] * expected[i];
    }
    return Math.sqrt(difference / norm);
  }

  private float[] values(double mean, double deviation) {
    float[] values = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      values[i] = (float) (mean + deviation * random.nextGaussian());
    }
    return values;
  }
}
