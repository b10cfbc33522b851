package dev.ijepa.server.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.server.FakeTicker;
import dev.ijepa.server.batching.TakenBatch.Company;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Of a model that takes 4 ms for a batch and 5 ms for each image of it, in two lanes. */
class LivePlanTest {
  private static final List<Integer> SIZES = List.of(1, 2, 4, 8, 16);
  private static final Duration TRULY_ALONE = Duration.ofMillis(6);

  private final Random random = new Random(1);
  private final Slowdown slowdown = new Slowdown(new FakeTicker());

  @Test
  void aPlanThatWasMeasuredEightTimesTooSlowTakesTheTimesOfLiveBatches() {
    LivePlan live = live(measured(size -> 8 * nanos(size)));

    run(live, 400, 100, LivePlanTest::nanos);

    assertThat(live.isDoubtful()).isTrue();
    for (int size : SIZES) {
      assertThat(live.now().time(size)).as("size %d", size).isEqualTo(truth(size));
    }
  }

  @Test
  void thatPlanIsInDoubtAfterSixteenBatches() {
    LivePlan live = live(measured(size -> 8 * nanos(size)));

    run(live, 15, 100, LivePlanTest::nanos);
    assertThat(live.isDoubtful()).isFalse();

    run(live, 1, 100, LivePlanTest::nanos);
    assertThat(live.isDoubtful()).isTrue();
  }

  /** Replicas that start together are slowed where they ran at the same moment, by chance. */
  @Test
  void aPlanOfTimesThatOtherReplicasDisturbedByChanceTakesTheBestSizeAgain() {
    LivePlan live = live(measured(size -> (size >= 4 ? 5 : 1) * nanos(size)).withoutAlone());
    live.doubt();
    assertThat(live.take(live.now(), 100, 0)).as("as measured").isEqualTo(2);

    run(live, 400, 100, LivePlanTest::nanos);

    assertThat(live.now().time(16)).isEqualTo(truth(16));
    assertThat(live.now().take(100, 0)).isEqualTo(16);
  }

  @Test
  void aBurstOfNoiseChangesNothingOfAGoodPlan() {
    BatchPlan good = measured(LivePlanTest::nanos);
    LivePlan live = live(good);

    run(live, 200, 100, size -> nanos(size) * (2 + random.nextInt(8)));
    run(live, 20, 100, LivePlanTest::nanos);

    assertThat(live.isDoubtful()).isFalse();
    assertThat(live.now()).isSameAs(good);
  }

  @Test
  void aBurstOfNoiseIsForgottenWhereThePlanIsInDoubt() {
    LivePlan live = live(measured(LivePlanTest::nanos));
    live.doubt();

    run(live, 100, 100, size -> nanos(size) * (2 + random.nextInt(8)));
    run(live, 2000, 100, LivePlanTest::nanos);

    for (int size : SIZES) {
      assertThat(live.now().time(size)).as("size %d", size).isEqualTo(truth(size));
    }
  }

  @Test
  void singleNoisyRunsDoNotCountWhereThePlanIsInDoubt() {
    LivePlan live = live(measured(LivePlanTest::nanos));
    live.doubt();

    run(live, 1000, 100, size -> nanos(size) * (random.nextInt(4) == 0 ? 10 : 1));

    assertThat(live.now().take(100, 0)).isEqualTo(16);
    assertThat(live.now().time(16)).isEqualTo(truth(16));
  }

  @Test
  void sizesThatDidNotRunAreAsMuchFasterAsThoseThatDid() {
    LivePlan live = live(measured(size -> 8 * nanos(size)));
    live.doubt();

    run(live, 6, 1, LivePlanTest::nanos);

    assertThat(live.now().time(1)).isEqualTo(truth(1));
    assertThat(live.now().time(16)).isEqualTo(truth(16));
  }

  @Test
  void aPlanThatIsNotInDoubtTriesNothing() {
    LivePlan live = live(measured(LivePlanTest::nanos));

    for (int i = 0; i < 1000; i++) {
      assertThat(live.take(live.now(), 100, 0)).isEqualTo(16);
      assertThat(live.divides(live.now())).isFalse();
    }
  }

  @Test
  void aSingleImageIsDividedAgainWhereThatTurnsOutToPay() {
    LivePlan live = live(measured(LivePlanTest::nanos));
    live.doubt();

    runSingles(live, 100);

    assertThat(live.now().timeAlone()).contains(TRULY_ALONE);
    assertThat(live.divides(live.now())).isTrue();
  }

  @Test
  void aSingleImageIsDividedNoMoreWhereThatTurnsOutToGainNothing() {
    BatchPlan plan = measured(size -> 2 * nanos(size)).withAlone(Duration.ofMillis(5));
    LivePlan live = new LivePlan("test", plan, true, slowdown);
    live.doubt();

    for (int i = 0; i < 200; i++) {
      Company company = live.divides(live.now()) ? Company.DIVIDED : Company.LONELY;
      live.observe(batch(live, 1, company), 1, truth(1).toNanos());
    }

    assertThat(live.now().timeAlone()).isEmpty();
  }

  @Test
  void whatCanNotBeDividedIsNotTried() {
    LivePlan live = new LivePlan("test", measured(LivePlanTest::nanos), false, slowdown);
    live.doubt();

    for (int i = 0; i < 100; i++) {
      assertThat(live.divides(live.now())).isFalse();
    }
  }

  @Test
  void singleImagesAloneAreEnoughToSeeThatAPlanIsFarTooSlow() {
    LivePlan live = live(measured(size -> 8 * nanos(size)));

    runSingles(live, 16);
    assertThat(live.isDoubtful()).isTrue();

    runSingles(live, 100);
    assertThat(live.now().timeAlone()).contains(TRULY_ALONE);
  }

  @Test
  void batchesInHalfEmptyLanesSayNothingAboutThePlan() {
    LivePlan live = live(measured(LivePlanTest::nanos));

    for (int i = 0; i < 100; i++) {
      live.observe(batch(live, 4, Company.MIXED), 4, 1);
    }

    assertThat(live.isDoubtful()).isFalse();
  }

  @Test
  void aPlanThatWasMeasuredAgainIsNotInDoubtAndTheSlowdownBeginsAnew() {
    LivePlan live = live(measured(size -> 8 * nanos(size)));
    run(live, 100, 100, LivePlanTest::nanos);
    slowdown.observe(Duration.ofMillis(1), Duration.ofMillis(10).toNanos());
    BatchPlan again = measured(LivePlanTest::nanos).withAlone(TRULY_ALONE);

    live.adopt(again);

    assertThat(live.isDoubtful()).isFalse();
    assertThat(live.now()).isSameAs(again);
    assertThat(slowdown.of(truth(1))).isEqualTo(truth(1));
  }

  @Test
  void aPlanForOtherLanesIsRefused() {
    LivePlan live = live(measured(LivePlanTest::nanos));

    assertThatThrownBy(() -> live.adopt(new BatchPlan(3, Map.of(1, truth(1)))))
        .hasMessageContaining("2 lanes");
  }

  private LivePlan live(BatchPlan measured) {
    return new LivePlan("test", measured, true, slowdown);
  }

  /** Runs batches while so many items wait and all lanes are busy. */
  private static void run(LivePlan live, int batches, int waiting, IntUnaryOperator nanosOfSize) {
    for (int i = 0; i < batches; i++) {
      int items = live.take(live.now(), waiting, 0);
      int size = live.now().sizeFor(items);
      live.observe(batch(live, items, Company.CROWDED), size, nanosOfSize.applyAsInt(size));
    }
  }

  /** Runs single images, one after the other. */
  private static void runSingles(LivePlan live, int images) {
    for (int i = 0; i < images; i++) {
      boolean isDivided = live.divides(live.now());
      live.observe(
          batch(live, 1, isDivided ? Company.DIVIDED : Company.LONELY),
          1,
          (isDivided ? TRULY_ALONE : truth(1)).toNanos());
    }
  }

  /** What the items are is all the same here. */
  private static TakenBatch batch(LivePlan live, int items, Company company) {
    assertThat(items).isPositive();
    return new TakenBatch(List.of(), live.now(), company);
  }

  private static int nanos(int size) {
    return 4_000_000 + 5_000_000 * size;
  }

  private static Duration truth(int size) {
    return Duration.ofNanos(nanos(size));
  }

  private static BatchPlan measured(IntUnaryOperator nanosOfSize) {
    Map<Integer, Duration> times = new HashMap<>();
    SIZES.forEach(size -> times.put(size, Duration.ofNanos(nanosOfSize.applyAsInt(size))));
    return new BatchPlan(2, times, Optional.empty());
  }
}
