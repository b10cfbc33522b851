package dev.ijepa.models;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;

/**
 * Runs TensorFlow's first session of the process, so that what it writes to the console is not the
 * first that a user reads.
 *
 * <p>It writes two lines, that an optimisation for TPUs is off and that Abseil's log has not been
 * initialised. They are written once, whatever {@code TF_CPP_MIN_LOG_LEVEL} says, and no call of
 * the C API reaches Abseil's log. So the first session is a sum of two numbers, and meanwhile C's
 * variable {@code stderr} has the value of {@code stdin}: a stream that can't be written to. Java's
 * {@code System.err} and the messages of the JVM itself do not go through it.
 */
final class FirstSession {
  private static final Logger log = LoggerFactory.getLogger(FirstSession.class);

  private static boolean isOver;

  private FirstSession() {}

  /** Runs it, unless it was run before. */
  static synchronized void runOnce(ConfigProto config) {
    if (isOver) {
      return;
    }
    isOver = true;
    // Elsewhere the variable has another name, or may not be written.
    if (Loader.addressof("gnu_get_libc_version") == null) {
      return;
    }
    PointerPointer<Pointer> stderr = new PointerPointer<>(Loader.addressof("stderr"));
    Pointer before = stderr.get(0);
    stderr.put(0, new PointerPointer<>(Loader.addressof("stdin")).get(0));
    try {
      run(config);
    } catch (RuntimeException e) {
      // The sessions that are needed will tell whoever needs them.
      log.debug("TensorFlow's first session failed", e);
    } finally {
      stderr.put(0, before);
    }
  }

  private static void run(ConfigProto config) {
    try (Graph graph = new Graph();
        Session session = new Session(graph, config)) {
      Ops tf = GraphOps.on(graph);
      session.runner().fetch(tf.math.add(tf.constant(1f), tf.constant(2f))).run().close();
    }
  }
}
