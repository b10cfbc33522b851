package dev.ijepa.server.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.Output;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.server.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  private static final ModelInput SAMPLE = new ModelInput(new byte[1], Set.of(Output.EMBEDDING));

  private final FakeTicker ticker = new FakeTicker();

  @Test
  void sizesDoubleUpToTheLimit() {
    assertThat(measure(16, size -> Duration.ofMillis(10)).sizes()).containsExactly(1, 2, 4, 8, 16);
  }

  @Test
  void itStopsWhereLargerBatchesGainNothing() {
    BatchPlan plan = measure(32, size -> Duration.ofMillis(size <= 4 ? 10 + size : 14L * size / 4));

    assertThat(plan.sizes()).containsExactly(1, 2, 4);
  }

  @Test
  void itStopsWhereABatchTakesTooLong() {
    assertThat(measure(32, size -> Duration.ofMillis(200L * size + 100)).sizes())
        .containsExactly(1, 2, 4);
  }

  @Test
  void aModelThatIsSlowForOneIsServedOneByOne() {
    assertThat(measure(32, size -> Duration.ofSeconds(3L * size)).sizes()).containsExactly(1);
  }

  @Test
  void aStartDoesNotWaitForMoreRunsThanItNeeds() {
    assertThat(runs(Duration.ofSeconds(3))).isEqualTo(2);
    assertThat(runs(Duration.ofMillis(300))).isEqualTo(1 + 3);
    assertThat(runs(Duration.ofMillis(1))).isEqualTo(1 + 20);
  }

  @Test
  void whatWasMeasuredBeforeIsRunOnceWithEachSizeOnEachLaneAndAlone() {
    List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
    List<Integer> alone = new ArrayList<>();
    BatchEngine engine =
        new BatchEngine() {
          @Override
          public List<ImageOutputs> run(List<ModelInput> inputs, int batchSize) {
            sizes.add(batchSize);
            return List.of();
          }

          @Override
          public Optional<BatchEngine> alone() {
            return Optional.of(
                (inputs, batchSize) -> {
                  alone.add(batchSize);
                  return List.of();
                });
          }
        };
    Map<Integer, Duration> times = Map.of(1, Duration.ofMillis(1), 4, Duration.ofMillis(3));
    WarmUp warmUp = new WarmUp(ticker, 8, Duration.ofSeconds(1));

    warmUp.repeat(engine, new BatchPlan(2, times), SAMPLE);
    assertThat(sizes).containsExactly(1, 1, 4, 4);
    assertThat(alone).isEmpty();

    warmUp.repeat(engine, new BatchPlan(2, times, Optional.of(Duration.ofMillis(1))), SAMPLE);
    assertThat(alone).containsExactly(1);
  }

  /** How often a model is run, of which each run takes so long. */
  private int runs(Duration time) {
    AtomicInteger runs = new AtomicInteger();
    BatchEngine engine =
        (inputs, size) -> {
          runs.incrementAndGet();
          ticker.advance(time);
          return List.of(new ImageOutputs(Map.of()));
        };
    new WarmUp(ticker, 1, Duration.ofSeconds(1)).measure(engine, 1, SAMPLE);
    return runs.get();
  }

  @Test
  void severalLanesRunAtOnce() {
    CyclicBarrier together = new CyclicBarrier(3);
    BatchEngine engine =
        (inputs, size) -> {
          try {
            if (together.await(10, TimeUnit.SECONDS) == 0) {
              ticker.advance(Duration.ofMillis(10L * size));
            }
          } catch (Exception e) {
            throw new IllegalStateException("the others did not come", e);
          }
          return List.of(new ImageOutputs(Map.of()));
        };

    BatchPlan plan = new WarmUp(ticker, 1, Duration.ofSeconds(1)).measure(engine, 3, SAMPLE);

    assertThat(plan.lanes()).isEqualTo(3);
    assertThat(plan.time(1)).isEqualTo(Duration.ofMillis(10));
  }

  @Test
  void anItemAloneIsTimedOnTheCoresOfAllLanes() {
    assertThat(timeAlone(Duration.ofMillis(8))).contains(Duration.ofMillis(8));
  }

  @Test
  void anItemThatGainsLittleByAllCoresDoesNotGetThem() {
    assertThat(timeAlone(Duration.ofMillis(9))).isEmpty();
  }

  private Optional<Duration> timeAlone(Duration onAllCores) {
    BatchEngine engine =
        new BatchEngine() {
          @Override
          public List<ImageOutputs> run(List<ModelInput> inputs, int batchSize) {
            return take(Duration.ofMillis(10));
          }

          @Override
          public Optional<BatchEngine> alone() {
            return Optional.of((inputs, size) -> take(onAllCores));
          }

          private List<ImageOutputs> take(Duration time) {
            ticker.advance(time);
            return List.of(new ImageOutputs(Map.of()));
          }
        };
    return new WarmUp(ticker, 1, Duration.ofSeconds(1)).measure(engine, 1, SAMPLE).timeAlone();
  }

  @Test
  void whatARunThrowsIsThrown() {
    BatchEngine engine =
        (inputs, size) -> {
          throw new IllegalStateException("no memory");
        };
    WarmUp warmUp = new WarmUp(ticker, 1, Duration.ofSeconds(1));

    assertThatThrownBy(() -> warmUp.measure(engine, 2, SAMPLE)).hasMessage("no memory");
  }

  private BatchPlan measure(int maxBatchSize, IntFunction<Duration> timeOfSize) {
    BatchEngine engine =
        (inputs, size) -> {
          ticker.advance(timeOfSize.apply(size));
          return List.of(new ImageOutputs(Map.of()));
        };
    return new WarmUp(ticker, maxBatchSize, Duration.ofSeconds(1)).measure(engine, 1, SAMPLE);
  }
}
