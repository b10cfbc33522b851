package dev.ijepa.models;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteBuffer;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_GetRegisteredKernelsForOp;

import com.google.protobuf.InvalidProtocolBufferException;
import org.tensorflow.DeviceSpec;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.KernelList;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TFloat32;

/**
 * The one place that says how TensorFlow uses this machine.
 *
 * <p>Some of its switches are variables of the environment, which Java can't set: {@code ijepa}
 * does.
 *
 * <ul>
 *   <li>{@code TF_ENABLE_ONEDNN_OPTS=1}: oneDNN's kernels on processors without AVX-512 too, where
 *       TensorFlow leaves them out of its own accord. With {@code 0} they are not used at all.
 *   <li>{@code TF_ONEDNN_THREADPOOL_USE_CALLER_THREAD=1}: the thread that calls does its share of
 *       an operation, instead of waking another for it.
 *   <li>{@code TF_OVERRIDE_GLOBAL_THREADPOOL=1}: each session has threads of its own. Without it
 *       the first session of the process makes them for all, whatever the others' configuration
 *       says.
 *   <li>{@code TF_ONEDNN_ASSUME_FROZEN_WEIGHTS=1}: oneDNN brings weights into its own order at
 *       their first use, and not again in each run. It takes their memory twice.
 * </ul>
 */
public final class TensorFlowRuntime {
  /** Each has packed weights of its own; the more there are, the fewer tokens for each. */
  private static final int MOST_PARTS = 4;

  private final Device device;
  private final int parts;
  private final ConfigProto config;

  /**
   * Configures TensorFlow for the CPU.
   *
   * @param intraOpThreads threads that one operation may use together, at least 1
   */
  public TensorFlowRuntime(int intraOpThreads) {
    this(Device.CPU, intraOpThreads, 1);
  }

  private TensorFlowRuntime(Device device, int intraOpThreads, int parts) {
    this.device = device;
    this.parts = parts;
    ConfigProto.Builder builder =
        ConfigProto.newBuilder().setIntraOpParallelismThreads(intraOpThreads);
    if (parts == 1) {
      // Operations run in the thread that calls: concurrent runs do not wait for each other.
      builder.setInterOpParallelismThreads(-1);
    } else {
      // Threads for operations that go on side by side, in the runs that ask for it.
      builder.addSessionInterOpThreadPoolBuilder().setNumThreads(parts);
    }
    if (device == Device.GPU) {
      // Else the first session takes all of the card's memory.
      builder.getGpuOptionsBuilder().setAllowGrowth(true);
    } else {
      builder.putDeviceCount("GPU", 0);
    }
    config = builder.build();
  }

  /** All cores of the CPU for each operation: the best for large models. */
  public static TensorFlowRuntime onAllCores() {
    return forLanes(Device.CPU, 1);
  }

  /**
   * The cores divided among runs that go on at once.
   *
   * @param device what computes
   * @param lanes how many, at least 1
   */
  public static TensorFlowRuntime forLanes(Device device, int lanes) {
    return new TensorFlowRuntime(
        device,
        Math.max(1, Runtime.getRuntime().availableProcessors() / lanes),
        device == Device.CPU ? Math.min(MOST_PARTS, lanes) : 1);
  }

  /** Into how many parts an image is divided that has all lanes for itself; 1: it is not. */
  public int parts() {
    return parts;
  }

  /** Options of a run whose operations follow each other in the thread that calls. */
  public RunOptions inCallingThread() {
    return RunOptions.newBuilder().setInterOpThreadPool(-1).build();
  }

  /** Options of a run whose operations go on side by side, a thread for each part of an image. */
  public RunOptions sideBySide() {
    return RunOptions.newBuilder().setInterOpThreadPool(0).build();
  }

  /**
   * Whether an operation of oneDNN, which is for the CPU, can take the place of others: it is in
   * this TensorFlow, and wanted.
   */
  public boolean runs(String operation) {
    return device == Device.CPU
        && !"0".equals(System.getenv("TF_ENABLE_ONEDNN_OPTS"))
        && hasKernel(operation, "CPU");
  }

  /** Whether this TensorFlow was built with code for GPUs. */
  static boolean hasGpuKernels() {
    return hasKernel("MatMul", "GPU");
  }

  /** Computes a sum on the first GPU. Throws any of TensorFlow's exceptions if there is none. */
  static void computeOnGpu() {
    DeviceSpec first =
        DeviceSpec.newBuilder().deviceType(DeviceSpec.DeviceType.GPU).deviceIndex(0).build();
    try (Graph graph = new Graph()) {
      Ops tf = GraphOps.on(graph).withDevice(first);
      Operand<TFloat32> sum = tf.math.add(tf.constant(1f), tf.constant(2f));
      try (Session session = forLanes(Device.GPU, 1).open(graph)) {
        session.runner().fetch(sum).run().close();
      }
    }
  }

  private static boolean hasKernel(String operation, String device) {
    TF_Buffer kernels;
    try (TF_Status status = TF_Status.newStatus()) {
      kernels = TF_GetRegisteredKernelsForOp(operation, status);
      status.throwExceptionIfNotOK();
    }
    try {
      return KernelList.parseFrom(kernels.copyData()).getKernelList().stream()
          .anyMatch(kernel -> kernel.getDeviceType().equals(device));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("TensorFlow's list of kernels can't be read", e);
    } finally {
      TF_DeleteBuffer(kernels);
    }
  }

  /** TensorFlow's version. */
  public static String version() {
    return TensorFlow.version();
  }

  /** A session on a graph. The caller closes it. */
  public Session open(Graph graph) {
    FirstSession.runOnce(config);
    return new Session(graph, config);
  }
}
