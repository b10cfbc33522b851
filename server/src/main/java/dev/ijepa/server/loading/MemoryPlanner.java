package dev.ijepa.server.loading;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import dev.ijepa.models.Device;
import dev.ijepa.models.savedmodel.ModelManifest;
import dev.ijepa.server.batching.BatchingOptions;
import dev.ijepa.server.memory.MemoryPlan;
import dev.ijepa.server.options.OptionErrors;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Divides the memory that the process may have: what the heap leaves is for connections, code,
 * weights and batches, and what those leave is for images while they are decoded.
 *
 * <p>If not everything fits, batches become smaller first; then models get one lane, without the
 * copies of weights that divided images need.
 */
public final class MemoryPlanner {
  private static final Logger log = LoggerFactory.getLogger(MemoryPlanner.class);
  private static final double GIB = 1L << 30;

  /**
   * Java's and TensorFlow's own code and data. A server with the embedded model that has been under
   * load takes so much beside a heap of {@link #PROGRAM_HEAP}.
   */
  private static final long PROGRAM_BYTES = 320L << 20;

  private static final long PROGRAM_HEAP = 512L << 20;

  /**
   * Of each further byte of heap, the collector takes a part of that size for itself. Native memory
   * tracking, with G1 and heaps of 1, 3 and 6 GiB: 77, 157 and 272 MiB in Java 17, about half of
   * that in Java 25.
   */
  private static final long COLLECTOR_PART = 20;

  /** Images of up to this size must fit, whatever else does not: 2.7 megapixels. */
  private static final long LEAST_IMAGE_BYTES = 16L << 20;

  /** Rather one lane with batches of more than several with less. */
  private static final int GOOD_BATCH = 8;

  private final long limit;
  private final long heap;
  private final long heads;
  private final long network;
  private final int cores;
  private final boolean packed;
  private final boolean isHeapFixed;

  /**
   * A planner.
   *
   * @param limit what the process may have, in bytes
   * @param heap of that for Java's heap
   * @param heads of the heap for attached heads
   * @param network of that for what connections keep outside the heap
   * @param cores that the process may use
   * @param packed whether weights are packed for the processor, which takes a second copy
   * @param isHeapFixed whether the heap is so large whatever the container has, as by -Xmx
   */
  MemoryPlanner(
      long limit,
      long heap,
      long heads,
      long network,
      int cores,
      boolean packed,
      boolean isHeapFixed) {
    this.limit = limit;
    this.heap = heap;
    this.heads = heads;
    this.network = network;
    this.cores = cores;
    this.packed = packed;
    this.isHeapFixed = isHeapFixed;
  }

  /**
   * A planner for this process.
   *
   * @param limit what it may have, in bytes
   * @param heads of its heap for attached heads
   * @param network of that for what connections keep outside the heap
   */
  public static MemoryPlanner ofThisProcess(long limit, long heads, long network) {
    Runtime runtime = Runtime.getRuntime();
    return new MemoryPlanner(
        limit,
        runtime.maxMemory(),
        heads,
        network,
        runtime.availableProcessors(),
        "1".equals(System.getenv("TF_ONEDNN_ASSUME_FROZEN_WEIGHTS")),
        isHeapFixed());
  }

  private static boolean isHeapFixed() {
    HotSpotDiagnosticMXBean java =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return java != null && java.getVMOption("MaxHeapSize").getOrigin() != VMOption.Origin.ERGONOMIC;
  }

  /**
   * Plans, and makes the options fit: the largest batch, and the number of lanes.
   *
   * @param loading says which models there are; those that can't be read are told elsewhere
   * @param errors is told if the server can't work with this memory
   * @return what memory is for; empty if it does not suffice
   */
  public Optional<MemoryPlan> fit(
      LoadingOptions loading, BatchingOptions batching, OptionErrors errors) {
    return fit(models(loading), loading, batching, errors);
  }

  Optional<MemoryPlan> fit(
      List<ModelMemory> models,
      LoadingOptions loading,
      BatchingOptions batching,
      OptionErrors errors) {
    int mostLanes = loading.lanes == null ? cores : loading.lanes;
    int leastLanes = loading.lanes == null ? 1 : loading.lanes;
    int most = batching.maxBatchSize;
    boolean measured = loading.lanes == null;
    long images = Math.max(LEAST_IMAGE_BYTES, heap / 4);
    Optional<MemoryPlan> plan =
        largest(models, mostLanes, measured, most, Math.min(most, GOOD_BATCH), images)
            .or(() -> largest(models, leastLanes, false, most, 1, images))
            .or(() -> largest(models, leastLanes, false, most, 1, LEAST_IMAGE_BYTES));
    if (plan.isEmpty()) {
      errors.add(refusal(plan(models, leastLanes, false, 1)));
      return plan;
    }
    log.info("Memory: {}", plan.get());
    batching.maxBatchSize = plan.get().batchSize();
    if (plan.get().lanes() < mostLanes) {
      loading.lanes = plan.get().lanes();
    }
    return plan;
  }

  /** The plan with the largest batches that leaves so much for images. */
  private Optional<MemoryPlan> largest(
      List<ModelMemory> models,
      int lanes,
      boolean measured,
      int mostSize,
      int leastSize,
      long images) {
    for (int size = mostSize; size >= leastSize; size /= 2) {
      MemoryPlan plan = plan(models, lanes, measured, size);
      if (plan.images() >= images) {
        return Optional.of(plan);
      }
    }
    return Optional.empty();
  }

  private MemoryPlan plan(List<ModelMemory> models, int lanes, boolean measured, int size) {
    return new MemoryPlan(
        limit,
        heap,
        heads,
        network,
        PROGRAM_BYTES + collector(),
        models.stream().mapToLong(model -> model.weights(lanes)).sum()
            + (measured ? whileMeasured(models, lanes) : 0),
        models.stream().mapToLong(model -> model.batches(lanes, size)).sum(),
        lanes,
        size);
  }

  /** What the collector takes that is not in {@link #PROGRAM_BYTES}. */
  private long collector() {
    return Math.max(0, heap - PROGRAM_HEAP) / COLLECTOR_PART;
  }

  /** Models are measured one after the other. */
  private static long whileMeasured(List<ModelMemory> models, int lanes) {
    return models.stream().mapToLong(model -> model.whileMeasured(lanes)).max().orElse(0);
  }

  private List<ModelMemory> models(LoadingOptions loading) {
    if (loading.models.isEmpty()) {
      return List.of(ModelMemory.EMBEDDED);
    }
    List<ModelMemory> models = new ArrayList<>();
    for (Path folder : loading.models.values()) {
      try {
        models.add(
            ModelMemory.of(
                ModelManifest.read(folder), loading.precision.isBfloat16(Device.CPU), packed));
      } catch (IOException e) {
        log.debug("Is told where options are checked", e);
      }
    }
    return models;
  }

  /** What does not fit, and what to set. */
  private String refusal(MemoryPlan plan) {
    // What grows with the heap, and what does not.
    long growing = plan.heap() + collector() + plan.network();
    long rest = LEAST_IMAGE_BYTES - plan.images() + limit - growing;
    double free = 1 - (double) growing / limit;
    double needed = isHeapFixed ? growing + rest : rest / free;
    String container =
        isHeapFixed || free > 0.1
            ? String.format(
                Locale.ROOT,
                "Give the container at least %.1f GiB%s",
                Math.ceil(needed / GIB * 10) / 10,
                isHeapFixed ? ", or make the heap smaller (-Xmx)" : "")
            : "Make the heap smaller (IJEPA_JAVA_OPTS=-Xmx…)";
    return String.format(
        Locale.ROOT,
        "the memory does not suffice, even for batches of one. %s. %s%s. If the process may have more than this, say so with --memory",
        plan,
        container,
        packed && plan.weights() > GIB / 4
            ? String.format(
                Locale.ROOT,
                ", or set TF_ONEDNN_ASSUME_FROZEN_WEIGHTS=0, which saves %.2f GiB and makes batches slower",
                plan.weights() / (2 * GIB))
            : "");
  }
}
