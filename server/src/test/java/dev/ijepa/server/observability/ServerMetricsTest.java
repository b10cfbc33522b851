package dev.ijepa.server.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.ImageOutputs;
import dev.ijepa.server.FakeModel;
import dev.ijepa.server.batching.FakeScheduler;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemTimings;
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

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ServerMetrics metrics = new ServerMetrics(registry);
  private final ServedModel mine = new FakeModel().served("mine", new FakeScheduler());
  private final ServedModel other = new FakeModel().served("other", new FakeScheduler());

  @Test
  void itemsAreCountedByModelAndOutcomeAndTheirStagesAreTimed() {
    metrics.finished(mine, COMPUTED);
    metrics.finished(mine, COMPUTED);
    metrics.finished(mine, BUSY);
    metrics.finished(other, BUSY);
    metrics.responded(mine, 4_000_000);

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
    metrics.finished(mine, COMPUTED);
    metrics.finished(mine, BUSY);
    // A look-up from here on would find none, and register another.
    registry.clear();

    metrics.finished(mine, COMPUTED);
    metrics.finished(mine, BUSY);
    metrics.responded(mine, 1);

    assertThat(registry.getMeters()).isEmpty();
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
