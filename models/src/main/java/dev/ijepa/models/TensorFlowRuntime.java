package dev.ijepa.models;

import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.ConfigProto;

/**
 * The one place that says how TensorFlow uses this machine.
 *
 * <p>Two of its switches are variables of the environment, which Java can't set: {@code ijepa}
 * does.
 *
 * <ul>
 *   <li>{@code TF_OVERRIDE_GLOBAL_THREADPOOL=1}: each session has threads of its own. Without it
 *       the first session of the process makes them for all, whatever the others' configuration
 *       says.
 *   <li>{@code TF_ONEDNN_ASSUME_FROZEN_WEIGHTS=1}: oneDNN brings weights into its own order at
 *       their first use, and not again in each run. It takes their memory twice.
 * </ul>
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
    return forLanes(1);
  }

  /**
   * The cores divided among runs that go on at once.
   *
   * @param lanes how many, at least 1
   */
  public static TensorFlowRuntime forLanes(int lanes) {
    return new TensorFlowRuntime(Math.max(1, Runtime.getRuntime().availableProcessors() / lanes));
  }

  /** TensorFlow's version. */
  public static String version() {
    return TensorFlow.version();
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
