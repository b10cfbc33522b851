package dev.ijepa.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;

class GraphOpsTest {
  @ParameterizedTest
  @MethodSource("dev.ijepa.models.Locales#thatDiffer")
  void operationsHaveTheSameNamesInEveryLocale(Locale locale) throws Exception {
    assertThat(Locales.in(locale, GraphOpsTest::names))
        .isEqualTo(
            List.of(
                "Const",
                "Const_1",
                "inner/Const",
                "inner/Const_1",
                "inner_1/Const",
                "named",
                "named_1",
                "Const_2",
                "NoOp"));
  }

  private static List<String> names() {
    List<Op> added = new ArrayList<>();
    try (Graph graph = new Graph()) {
      Ops tf = GraphOps.on(graph);
      added.add(tf.constant(1f));
      added.add(tf.constant(2f));
      Ops inner = tf.withSubScope("inner");
      added.add(inner.constant(1f));
      added.add(inner.constant(2f));
      added.add(tf.withSubScope("inner").constant(1f));
      added.add(tf.withName("named").constant(1f));
      added.add(tf.withName("named").constant(1f));
      // All operations of a graph share its names.
      added.add(GraphOps.on(graph).constant(3f));
      added.add(tf.withControlDependencies(added).noOp());
      return added.stream().map(op -> op.op().name()).toList();
    }
  }
}
