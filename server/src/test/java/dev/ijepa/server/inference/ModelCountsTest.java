package dev.ijepa.server.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.features.ModelIdentity;
import dev.ijepa.server.item.ItemTimings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelCountsTest {
  private static final ModelIdentity MODEL = new ModelIdentity("mine", "v", "f", "r");

  private final ModelCounts counts =
      new ModelCounts(InstantSource.fixed(Instant.ofEpochMilli(1234)));

  @Test
  void ofARequestOfSeveralImagesEachStepCountsOnceWithTheLongest() {
    counts.succeeded(List.of(result(1, 10, 100, 2), result(3, 5, 200, 1)), 400, 7);

    ModelStatistics read = counts.read();
    assertThat(read.succeeded()).isEqualTo(1);
    assertThat(read.succeededNanos()).isEqualTo(400);
    assertThat(read.queueNanos()).isEqualTo(3);
    assertThat(read.inputNanos()).isEqualTo(10);
    assertThat(read.inferNanos()).isEqualTo(200);
    assertThat(read.outputNanos()).isEqualTo(7);
    assertThat(read.images()).isEqualTo(2);
    assertThat(read.lastMillis()).isEqualTo(1234);
  }

  @Test
  void aBatchThatRequestsShareCountsOnce() {
    for (int i = 0; i < 4; i++) {
      counts.succeeded(List.of(result(0, 0, 100, 4)), 100, 0);
    }

    ModelStatistics read = counts.read();
    assertThat(read.succeeded()).isEqualTo(4);
    assertThat(read.executions()).isEqualTo(1);
    assertThat(read.batches()).containsExactly(new ModelStatistics.Batches(4, 1, 0, 100));
  }

  @Test
  void whatFailsCountsApart() {
    counts.failed(50);

    ModelStatistics read = counts.read();
    assertThat(read.failed()).isEqualTo(1);
    assertThat(read.failedNanos()).isEqualTo(50);
    assertThat(read.succeeded()).isZero();
    assertThat(read.lastMillis()).isZero();
  }

  private static FeatureResult result(int queue, int input, int infer, int batch) {
    return new FeatureResult(
        MODEL,
        List.of(),
        List.of(),
        new ItemTimings(
            Duration.ofNanos(queue), Duration.ofNanos(input), Duration.ofNanos(infer), batch));
  }
}
