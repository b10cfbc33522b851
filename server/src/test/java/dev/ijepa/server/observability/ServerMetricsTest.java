package dev.ijepa.server.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.server.FakeTicker;
import dev.ijepa.server.guard.Refusals;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemTimings;
import dev.ijepa.server.item.Priority;
import dev.ijepa.server.item.Refusal;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServerMetricsTest {
  private static final ItemOutcome COMPUTED =
      new ItemOutcome.Computed(
          new ImageOutputs(Map.of()),
          new ImageSize(1, 1),
          new ItemTimings(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3), 1));
  private static final ItemOutcome BUSY =
      new ItemOutcome.Failed(Failure.busy(Refusal.QUEUE_TIME, "it is busy", Duration.ofSeconds(1)));

  private final FakeTicker ticker = new FakeTicker();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Refusals refusals = new Refusals();
  private final ServerMetrics metrics = new ServerMetrics(registry, refusals, ticker);

  @Test
  void itemsAreCountedByModelAndOutcomeAndTheirStagesAreTimed() {
    item("mine").finished(COMPUTED);
    ItemObserver sent = item("mine");
    sent.finished(COMPUTED);
    item("mine").finished(BUSY);
    item("other").finished(BUSY);
    ticker.advance(Duration.ofMillis(4));
    sent.sent();

    assertThat(items("mine", "ok")).isEqualTo(2);
    assertThat(items("mine", "server_busy")).isEqualTo(1);
    assertThat(items("other", "server_busy")).isEqualTo(1);
    assertThat(milliseconds("queue")).isEqualTo(2);
    assertThat(milliseconds("preprocessing")).isEqualTo(4);
    assertThat(milliseconds("inference")).isEqualTo(6);
    assertThat(milliseconds("response")).isEqualTo(4);
  }

  @Test
  void aModelsMetersAreLookedUpOnceAndNotForEachItem() {
    item("mine").finished(COMPUTED);
    item("mine").finished(BUSY);
    // A look-up from here on would find none, and register another.
    registry.clear();

    ItemObserver sent = item("mine");
    sent.finished(COMPUTED);
    sent.sent();
    item("mine").finished(BUSY);

    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void anErrorThatIsSentIsNoResponseTime() {
    ItemObserver failed = item("mine");
    failed.finished(BUSY);
    failed.sent();

    assertThat(milliseconds("response")).isZero();
  }

  @Test
  void theWholeTimeOfAnItemIsFromItsMessageUntilItsResponseHasLeft() {
    ItemObserver sent = item("mine");
    ticker.advance(Duration.ofMillis(30));
    sent.finished(COMPUTED);
    ticker.advance(Duration.ofMillis(4));
    sent.sent();
    ItemObserver failed = item("mine");
    failed.finished(BUSY);
    failed.sent();

    Timer durations =
        registry.get("ijepa.item.duration").tag("model", "mine").tag("priority", "batch").timer();
    assertThat(durations.count()).as("answered items alone").isEqualTo(1);
    assertThat(durations.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(34);
  }

  @Test
  void theOldestItemIsTheFirstOfThoseThatHaveNoOutcome() {
    ItemObserver first = item("mine");
    ticker.advance(Duration.ofSeconds(2));
    ItemObserver second = item("mine");
    ticker.advance(Duration.ofSeconds(1));
    assertThat(oldest()).isEqualTo(3);

    first.finished(COMPUTED);
    assertThat(oldest()).isEqualTo(1);

    second.finished(BUSY);
    assertThat(oldest()).isZero();
  }

  @Test
  void refusedItemsAreCountedByTheBoundThatWasReached() {
    item("mine").finished(BUSY);
    item("mine").finished(COMPUTED);

    assertThat(refusals.countOf(Refusal.QUEUE_TIME)).isEqualTo(1);
    assertThat(refusals.countOf(Refusal.BUDGET)).isZero();
  }

  private double oldest() {
    return registry.get("ijepa.item.oldest.seconds").tag("model", "mine").gauge().value();
  }

  private ItemObserver item(String model) {
    return metrics.observe(model, Caller.LOCAL, Priority.BATCH);
  }

  private double items(String model, String outcome) {
    return registry
        .get("ijepa.items")
        .tag("model", model)
        .tag("outcome", outcome)
        .counter()
        .count();
  }

  private double milliseconds(String stage) {
    return registry
        .get("ijepa.item.stage")
        .tag("model", "mine")
        .tag("stage", stage)
        .timer()
        .totalTime(TimeUnit.MILLISECONDS);
  }
}
