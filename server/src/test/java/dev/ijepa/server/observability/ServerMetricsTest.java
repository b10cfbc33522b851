package dev.ijepa.server.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.ImageOutputs;
import dev.ijepa.server.FakeTicker;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemTimings;
import dev.ijepa.server.item.Priority;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServerMetricsTest {
  private static final ItemOutcome COMPUTED =
      new ItemOutcome.Computed(
          new ImageOutputs(Map.of()),
          new ItemTimings(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3), 1));
  private static final ItemOutcome BUSY =
      new ItemOutcome.Failed(new Failure(Reason.SERVER_BUSY, "it is busy"));

  private final FakeTicker ticker = new FakeTicker();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ServerMetrics metrics = new ServerMetrics(registry, ticker);

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
