package dev.ijepa.models.savedmodel;

import dev.ijepa.models.Exhaustive;
import dev.ijepa.models.GraphOps;
import dev.ijepa.models.encoder.Parameter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.family.TFloating;

/**
 * Gives the variables of a graph their values, through placeholders: as constants they could not
 * have more than 2 GiB together.
 *
 * <p>Several are fed in one run. TensorFlow plans the whole graph anew for each run of other
 * operations, which for hundreds of variables would take longer than all the rest of a conversion.
 */
final class VariableFeed implements AutoCloseable {
  private static final long RUN_BYTES = 128L << 20;

  /** Names of operations: the session may be on a copy of the graph. */
  private record Slot(String placeholder, String assignment) {}

  private final Map<Parameter, Slot> slots = new LinkedHashMap<>();
  private final Map<Slot, Tensor> waiting = new LinkedHashMap<>();
  private long waitingBytes;

  /** Adds the operations to the graph; do so before a session is opened on it, or it is copied. */
  VariableFeed(ModelGraph model) {
    Ops tf = GraphOps.on(model.graph());
    for (Parameter parameter : model.parameters()) {
      Operand<TFloating> fed =
          tf.placeholder(parameter.precision().type(), Placeholder.shape(shape(parameter)));
      slots.put(
          parameter,
          new Slot(fed.op().name(), tf.assignVariableOp(parameter.handle(), fed).op().name()));
    }
  }

  /**
   * Gives all variables their values. The next is read while the last one is hashed and fed.
   *
   * @param background does the reading and the hashing
   * @param fingerprint hashes all values, in the order of the graph's parameters
   */
  void feedAll(
      Session session,
      ParameterSource source,
      Background background,
      Fingerprint fingerprint,
      Converter.Progress progress)
      throws IOException {
    List<Parameter> parameters = List.copyOf(slots.keySet());
    long total = parameters.stream().mapToLong(Parameter::elementCount).sum();
    long done = 0;
    ReadAhead reader = new ReadAhead(source, parameters, background);
    for (Parameter parameter : parameters) {
      List<ByteBuffer> values = reader.next();
      Future<Fingerprint> hashing = background.start(() -> fingerprint.add(parameter, values));
      add(session, parameter, values);
      Background.result(hashing);
      done += parameter.elementCount();
      progress.converted(done, total);
    }
    flush(session);
  }

  private void add(Session session, Parameter parameter, List<ByteBuffer> values) {
    Tensor tensor = Tensor.of(parameter.precision().type(), shape(parameter));
    // Before it is written to: from here on close() closes it.
    waiting.put(slots.get(parameter), tensor);
    waitingBytes += tensor.numBytes();
    ByteDataBuffer target = tensor.asRawTensor().data();
    long written = 0;
    for (ByteBuffer part : values) {
      target
          .offset(written)
          .write(part.array(), part.arrayOffset() + part.position(), part.remaining());
      written += part.remaining();
    }
    if (waitingBytes >= RUN_BYTES) {
      flush(session);
    }
  }

  /** Brings all values that wait into their variables. */
  private void flush(Session session) {
    if (waiting.isEmpty()) {
      return;
    }
    Session.Runner runner = session.runner();
    waiting.forEach(
        (slot, tensor) -> runner.feed(slot.placeholder, tensor).addTarget(slot.assignment));
    runner.run().close();
    close();
  }

  private static Shape shape(Parameter parameter) {
    return Shape.of(parameter.shape().stream().mapToLong(Long::longValue).toArray());
  }

  /** Lets go of values that wait. */
  @Override
  public void close() {
    List<Tensor> all = List.copyOf(waiting.values());
    waiting.clear();
    waitingBytes = 0;
    Exhaustive.forEach(all, Tensor::close);
  }
}
