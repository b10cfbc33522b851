package dev.ijepa.client.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ijepa.v1.Timings;
import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Times are seconds of a window from 10 to 20, with a deadline of 3. */
class MeasurementTest {
  private static final LoadPoint CLOSED = new LoadPoint.Closed(1);
  private static final LoadPoint OPEN = new LoadPoint.Open(1, Arrivals.CONSTANT, 10);

  @Test
  void aClosedLoopCountsWhatEndsInTheWindow() {
    Measurement measurement = measurement(CLOSED);
    answered(measurement, 8, 9);
    answered(measurement, 9, 11);
    answered(measurement, 18, 19);
    answered(measurement, 19, 21);

    LoadResult result = result(measurement);

    assertThat(result.throughput()).isEqualTo(0.2);
    assertThat(result.latency().count()).isEqualTo(2);
    assertThat(result.latency().max()).isCloseTo(Duration.ofSeconds(2), Duration.ofMillis(5));
  }

  @Test
  void anOpenLoopSeesTheLatencyOfAnswersThatComeAfterTheWindow() {
    Measurement measurement = measurement(OPEN);
    answered(measurement, 9, 11);
    answered(measurement, 19, 29);

    LoadResult result = result(measurement);

    assertThat(result.latency().count()).isEqualTo(1);
    assertThat(result.latency().max()).isCloseTo(Duration.ofSeconds(10), Duration.ofMillis(20));
    assertThat(result.throughput()).isEqualTo(0.1);
  }

  @Test
  void goodputIsWhatCameWithinTheDeadline() {
    Measurement measurement = measurement(OPEN);
    answered(measurement, 10, 13);
    answered(measurement, 10, 14);

    LoadResult result = result(measurement);

    assertThat(result.throughput()).isEqualTo(0.2);
    assertThat(result.goodput()).isEqualTo(0.1);
  }

  @Test
  void failuresAreCountedByStatusAndReasonWithTheDelaysThatWereAskedFor() {
    Measurement measurement = measurement(CLOSED);
    Failure corrupt = new Failure(Status.Code.INVALID_ARGUMENT, "IMAGE_CORRUPT", null);
    measurement.failed(seconds(10), seconds(11), corrupt);
    measurement.failed(seconds(10), seconds(11), busy(Duration.ofMillis(100)));
    measurement.failed(seconds(10), seconds(11), busy(Duration.ofMillis(300)));
    measurement.failed(seconds(10), seconds(21), busy(Duration.ofMillis(300)));

    LoadResult result = result(measurement);

    assertThat(result.failed()).isEqualTo(3);
    assertThat(result.failures())
        .satisfiesExactly(
            first -> {
              assertThat(first.reason()).isEqualTo("SERVER_BUSY");
              assertThat(first.count()).isEqualTo(2);
              assertThat(first.retryDelays().count()).isEqualTo(2);
              assertThat(first.retryDelays().max())
                  .isCloseTo(Duration.ofMillis(300), Duration.ofMillis(1));
            },
            second -> {
              assertThat(second.code()).isEqualTo("INVALID_ARGUMENT");
              assertThat(second.retryDelays().count()).isZero();
            });
  }

  @Test
  void arrivalsThatWereNotSentAreCounted() {
    Measurement measurement = measurement(OPEN);
    measurement.notSent(seconds(9));
    measurement.notSent(seconds(10));
    measurement.notSent(seconds(20));

    assertThat(result(measurement).notSent()).isEqualTo(1);
  }

  @Test
  void theMeanBatchIsOverRunsNotOverItems() {
    Measurement measurement = measurement(CLOSED);
    for (int size : new int[] {3, 3, 3, 1}) {
      Timings timings = Timings.newBuilder().setBatchSize(size).build();
      measurement.answered(seconds(10), seconds(11), timings);
    }

    assertThat(result(measurement).server().batchSize()).isCloseTo(2, within(1e-9));
  }

  @Test
  void ratesAreOfTheMeasuredTime() {
    LoadResult result = measurement(CLOSED).result(0, 5_000, Duration.ofSeconds(2));

    assertThat(result.bytesSent()).isEqualTo(500);
    assertThat(result.ownCores()).isCloseTo(0.2, within(1e-9));
  }

  private static Failure busy(Duration delay) {
    return new Failure(Status.Code.RESOURCE_EXHAUSTED, "SERVER_BUSY", delay);
  }

  private static Measurement measurement(LoadPoint point) {
    return new Measurement(point, new Window(seconds(10), seconds(20)), Duration.ofSeconds(3));
  }

  private static void answered(Measurement measurement, int start, int end) {
    measurement.answered(seconds(start), seconds(end), Timings.getDefaultInstance());
  }

  private static LoadResult result(Measurement measurement) {
    return measurement.result(0, 0, Duration.ZERO);
  }

  private static long seconds(int seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
