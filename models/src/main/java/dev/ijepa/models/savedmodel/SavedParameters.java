package dev.ijepa.models.savedmodel;

import dev.ijepa.models.GraphOps;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.encoder.Parameter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

/** Reads the variables of a model folder that are float32, one at a time. */
final class SavedParameters implements ParameterSource, AutoCloseable {
  private final TString file;
  private final Graph graph = new Graph();
  private final Placeholder<TString> filename;
  private final Placeholder<TString> name;
  private final Operand<?> value;
  private final Session session;

  /** Begins; the caller closes it. */
  SavedParameters(Path modelFolder, TensorFlowRuntime tensorflow) {
    file = SavedModelWriter.variables(modelFolder);
    try {
      Ops tf = GraphOps.on(graph);
      filename = tf.placeholder(TString.class, Placeholder.shape(Shape.scalar()));
      name = tf.placeholder(TString.class, Placeholder.shape(Shape.of(1)));
      value =
          tf.train.restore(filename, name, tf.array(""), List.of(TFloat32.class)).tensors().get(0);
      session = tensorflow.open(graph);
    } catch (RuntimeException | Error e) {
      graph.close();
      file.close();
      throw e;
    }
  }

  @Override
  public List<ByteBuffer> read(Parameter parameter) throws IOException {
    byte[] bytes;
    try (TString wanted = TString.vectorOf(parameter.name());
        Result result =
            session.runner().feed(filename, file).feed(name, wanted).fetch(value).run()) {
      bytes = new byte[Math.toIntExact(result.get(0).numBytes())];
      result.get(0).asRawTensor().data().read(bytes);
    }
    try {
      return List.of(
          parameter.precision().encode(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)));
    } catch (ArithmeticException e) {
      throw new ModelException("variable '%s': %s".formatted(parameter.name(), e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
    file.close();
  }
}
