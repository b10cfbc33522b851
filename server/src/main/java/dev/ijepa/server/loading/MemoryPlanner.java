package dev.ijepa.server.loading;

import dev.ijepa.models.Device;
import dev.ijepa.models.savedmodel.ModelManifest;
import dev.ijepa.server.batching.BatchingOptions;
import dev.ijepa.server.memory.MemoryPlan;
import dev.ijepa.server.options.OptionErrors;
import java.io.IOException;
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
   * load takes so much beside its heap.
   */
  private static final long PROGRAM_BYTES = 320L << 20;

  /** Images of up to this size must fit, whatever else does not: 2.7 megapixels. */
  private static final long LEAST_IMAGE_BYTES = 16L << 20;

  private final long limit;
  private final long heap;
  private final int cores;
  private final boolean packed;

  /**
   * A planner.
   *
   * @param limit what the process may have, in bytes
   * @param heap of that for Java's heap
   * @param cores that the process may use
   * @param packed whether weights are packed for the processor, which takes a second copy
   */
  MemoryPlanner(long limit, long heap, int cores, boolean packed) {
    this.limit = limit;
    this.heap = heap;
    this.cores = cores;
    this.packed = packed;
  }

  /** A planner for this process. */
  public static MemoryPlanner ofThisProcess(long limit) {
    Runtime runtime = Runtime.getRuntime();
    return new MemoryPlanner(
        limit,
        runtime.maxMemory(),
        runtime.availableProcessors(),
        "1".equals(System.getenv("TF_ONEDNN_ASSUME_FROZEN_WEIGHTS")));
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
    List<ModelMemory> models = models(loading);
    int lanes = loading.lanes == null ? cores : loading.lanes;
    long images = Math.max(LEAST_IMAGE_BYTES, heap / 4);
    Optional<MemoryPlan> plan =
        largest(models, lanes, batching.maxBatchSize, images)
            .or(() -> largest(models, lanes, batching.maxBatchSize, LEAST_IMAGE_BYTES));
    if (plan.isEmpty() && loading.lanes == null) {
      plan = largest(models, 1, batching.maxBatchSize, LEAST_IMAGE_BYTES);
      plan.ifPresent(
          fits -> {
            loading.lanes = 1;
            log.warn("Memory: more than one lane does not fit");
          });
    }
    if (plan.isEmpty()) {
      errors.add(refusal(plan(models, loading.lanes == null ? 1 : loading.lanes, 1)));
      return plan;
    }
    log.info("Memory: {}", plan.get());
    batching.maxBatchSize = plan.get().batchSize();
    return plan;
  }

  /** The plan with the largest batches that leaves so much for images. */
  private Optional<MemoryPlan> largest(
      List<ModelMemory> models, int lanes, int maxBatchSize, long images) {
    for (int size = maxBatchSize; size >= 1; size /= 2) {
      MemoryPlan plan = plan(models, lanes, size);
      if (plan.images() >= images) {
        return Optional.of(plan);
      }
    }
    return Optional.empty();
  }

  private MemoryPlan plan(List<ModelMemory> models, int lanes, int size) {
    return new MemoryPlan(
        limit,
        heap,
        heap / 2,
        PROGRAM_BYTES,
        models.stream().mapToLong(model -> model.weights(lanes)).sum()
            + models.stream().mapToLong(model -> model.whileMeasured(lanes)).max().orElse(0),
        models.stream().mapToLong(model -> model.batches(lanes, size)).sum(),
        size);
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
    long rest = LEAST_IMAGE_BYTES - plan.images() + limit - plan.heap() - plan.network();
    double free = 1 - (double) (plan.heap() + plan.network()) / limit;
    String container =
        free > 0.1
            ? String.format(
                Locale.ROOT,
                "Give the container at least %.1f GiB",
                Math.ceil(rest / free / GIB * 10) / 10)
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
