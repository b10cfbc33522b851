package dev.ijepa.models;

import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.proto.ConfigProto;

/**
 * The one place that says how TensorFlow uses this machine.
 *
 * <p>TensorFlow's thread pools are made once for the process, by its first session, and later
 * sessions share them whatever their own configuration says. So all sessions are configured here,
 * alike.
 */
public final class TensorFlowRuntime {
  private final ConfigProto config;

  /**
   * Configures TensorFlow.
   *
   * @param intraOpThreads threads that one operation may use together, at least 1
   */
  public TensorFlowRuntime(int intraOpThreads) {
    config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(intraOpThreads)
            // Operations run in the thread that calls Session.run: concurrent runs do not wait for
            // each other.
            .setInterOpParallelismThreads(-1)
            .build();
  }

  /** All cores for each operation: the best for large models. */
  public static TensorFlowRuntime onAllCores() {
    return new TensorFlowRuntime(Runtime.getRuntime().availableProcessors());
  }

  /** The configuration that every session of this process is opened with. */
  public ConfigProto sessionConfig() {
    return config;
  }

  /** A session on a graph. The caller closes it. */
  public Session open(Graph graph) {
    return new Session(graph, config);
  }
}
