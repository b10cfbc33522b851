package dev.ijepa.server.loading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.batching.BatchingOptions;
import dev.ijepa.server.memory.MemoryPlan;
import dev.ijepa.server.options.OptionErrors;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryPlannerTest {
  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;
  private static final int CORES = 2;

  /** 86 million parameters. */
  private static final ModelMemory BASE = new ModelMemory(344 * MIB, 7 * MIB, 196, true);

  /** 631 million parameters. */
  private static final ModelMemory HUGE = new ModelMemory(2520 * MIB, 14 * MIB, 256, true);

  private final LoadingOptions loading = new LoadingOptions();
  private final BatchingOptions batching = new BatchingOptions();
  private final OptionErrors errors = new OptionErrors();

  @Test
  void whatTheHeapLeavesIsDividedAndSaidInOneLine() {
    Optional<MemoryPlan> plan = fit(2 * GIB, GIB / 2, ModelMemory.EMBEDDED);

    assertThat(plan.orElseThrow())
        .hasToString(
            "2.0 GiB: 0.50 heap, 0.25 network, 0.31 Java and TensorFlow, 0.03 weights, 0.05 batches (2 at once, of up to 32), 0.86 left for images");
    assertThat(batching.maxBatchSize).isEqualTo(32);
    assertThat(loading.lanes).isNull();
  }

  /** Whatever the container: the parts never take more than there is. */
  @ParameterizedTest
  @CsvSource({"700, 175", "1024, 256", "2048, 512", "4096, 1024", "65536, 16384"})
  void whatFitsLeavesRoomForAPhotograph(long limitMib, long heapMib) {
    Optional<MemoryPlan> plan = fit(limitMib * MIB, heapMib * MIB, ModelMemory.EMBEDDED);

    assertThat(plan).hasValueSatisfying(p -> assertThat(p.images()).isGreaterThan(16 * MIB));
  }

  @Test
  void aSmallContainerIsRefusedAndToldWhatItNeeds() {
    Optional<MemoryPlan> plan = fit(512 * MIB, 128 * MIB, ModelMemory.EMBEDDED);

    assertThat(plan).isEmpty();
    assertThat(errors.text())
        .startsWith("the memory does not suffice, even for batches of one. 0.5 GiB: 0.13 heap")
        .contains("Give the container at least 0.6 GiB");
    assertThat(fit(6 * GIB / 10, 6 * GIB / 40, ModelMemory.EMBEDDED))
        .as("what was said suffices")
        .isPresent();
  }

  /** A heap of -Xmx512m does not grow with the container, and neither do its connections. */
  @Test
  void whatASmallContainerNeedsBesideAFixedHeapIsSaid() {
    assertThat(fixedHeap(900 * MIB)).isEmpty();
    assertThat(errors.text()).contains("Give the container at least 1.1 GiB, or make the heap");

    assertThat(fixedHeap(11 * GIB / 10)).as("what was said suffices").isPresent();
  }

  private Optional<MemoryPlan> fixedHeap(long limit) {
    return new MemoryPlanner(limit, 512 * MIB, 0, 256 * MIB, CORES, true, true)
        .fit(List.of(ModelMemory.EMBEDDED), loading, batching, errors);
  }

  @Test
  void theCollectorOfALargeHeapTakesMore() {
    MemoryPlan small = fit(16 * GIB, 512 * MIB, ModelMemory.EMBEDDED).orElseThrow();
    MemoryPlan large = fit(16 * GIB, 3 * GIB, ModelMemory.EMBEDDED).orElseThrow();

    assertThat(large.program() - small.program()).isEqualTo(128 * MIB);
  }

  @Test
  void batchesAreMadeSmallerFirst() {
    Optional<MemoryPlan> plan = fit(3700 * MIB, 512 * MIB, BASE);

    assertThat(plan.orElseThrow().batchSize()).isBetween(8, 16);
    assertThat(batching.maxBatchSize).isEqualTo(plan.get().batchSize());
    assertThat(loading.lanes).isNull();
  }

  @Test
  void oneLaneNeedsNoCopiesForDividedImages() {
    Optional<MemoryPlan> plan = fit(2 * GIB, 512 * MIB, BASE);

    assertThat(plan.orElseThrow().lanes()).isEqualTo(1);
    assertThat(loading.lanes).isEqualTo(1);
    assertThat(plan.get().weights()).isEqualTo(2 * 344 * MIB);
  }

  /** Served, best and tried: with 4, 2 and 1 lanes. Only the first two divide images. */
  @Test
  void allCopiesThatAreThereAtOnceWhileLanesAreMeasuredAreCounted() {
    Optional<MemoryPlan> plan = fit(16 * GIB, GIB, BASE, 4);

    assertThat(plan.orElseThrow().lanes()).isEqualTo(4);
    assertThat(plan.get().weights()).isEqualTo((4 + 4 + 2) * 344 * MIB);
  }

  @Test
  void aCopyWithoutPackedWeightsIsThereTooWhileLanesAreMeasured() {
    ModelMemory unpacked = new ModelMemory(344 * MIB, 7 * MIB, 196, false);

    assertThat(fit(16 * GIB, GIB, unpacked, 2).orElseThrow().weights()).isEqualTo(2 * 344 * MIB);
  }

  @Test
  void lanesThatTheOperatorWantsStay() {
    loading.lanes = 2;

    Optional<MemoryPlan> plan = fit(2 * GIB, 512 * MIB, BASE);

    assertThat(plan).isEmpty();
    assertThat(errors.text()).contains("1.34 weights");
  }

  @Test
  void aLargeModelIsToldThatItCanDoWithoutPackedWeights() {
    Optional<MemoryPlan> plan = fit(4 * GIB, GIB, HUGE);

    assertThat(plan).isEmpty();
    assertThat(errors.text())
        .contains("4.92 weights")
        .contains("TF_ONEDNN_ASSUME_FROZEN_WEIGHTS=0, which saves 2.46 GiB");
  }

  @Test
  void fewConnectionsLeaveRoomForALargerHeap() {
    assertThat(fit(GIB, GIB / 2, ModelMemory.EMBEDDED)).isEmpty();
    assertThat(
            new MemoryPlanner(GIB, GIB / 2, 0, 64 * MIB, CORES, true, false)
                .fit(List.of(ModelMemory.EMBEDDED), loading, batching, errors))
        .isPresent();
  }

  @Test
  void aHeapThatLeavesNothingIsToBecomeSmaller() {
    Optional<MemoryPlan> plan = fit(GIB, 900 * MIB, ModelMemory.EMBEDDED);

    assertThat(plan).isEmpty();
    assertThat(errors.text()).contains("Make the heap smaller");
  }

  private Optional<MemoryPlan> fit(long limit, long heap, ModelMemory model) {
    return fit(limit, heap, model, CORES);
  }

  private Optional<MemoryPlan> fit(long limit, long heap, ModelMemory model, int cores) {
    return new MemoryPlanner(limit, heap, 0, heap / 2, cores, true, false)
        .fit(List.of(model), loading, batching, errors);
  }
}
