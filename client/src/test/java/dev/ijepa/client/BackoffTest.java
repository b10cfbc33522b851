package dev.ijepa.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final RandomGenerator HIGHEST = () -> -1L;
  private static final RandomGenerator LOWEST = () -> 0L;
  private static final RetrySettings SETTINGS =
      new RetrySettings(40, Duration.ofMillis(100), Duration.ofSeconds(1));

  @Test
  void theWaitDoublesUpToItsMaximum() {
    Backoff backoff = new Backoff(SETTINGS, HIGHEST);

    assertThat(wait(backoff, 1)).isEqualTo(100);
    assertThat(wait(backoff, 2)).isEqualTo(200);
    assertThat(wait(backoff, 4)).isEqualTo(800);
    assertThat(wait(backoff, 5)).isEqualTo(1000);
    assertThat(wait(backoff, 39)).isEqualTo(1000);
  }

  @Test
  void halfOfTheWaitIsRandom() {
    assertThat(wait(new Backoff(SETTINGS, LOWEST), 2)).isEqualTo(100);
  }

  @Test
  void theServersWordIsTheLeastThatIsWaited() {
    IjepaException told = error(StatusCode.RESOURCE_EXHAUSTED, Duration.ofSeconds(8));

    assertThat(new Backoff(SETTINGS, LOWEST).before(1, told)).contains(Duration.ofSeconds(9));
    assertThat(new Backoff(SETTINGS, HIGHEST).before(1, told).orElseThrow())
        .isBetween(Duration.ofMillis(9999), Duration.ofSeconds(10));
  }

  @Test
  void thereIsAnEnd() {
    Backoff backoff = new Backoff(SETTINGS, HIGHEST);

    assertThat(backoff.before(40, error(StatusCode.UNAVAILABLE, null))).isEmpty();
  }

  @Test
  void onlyWhatMaySucceedLaterIsTriedAgain() {
    Backoff backoff = new Backoff(SETTINGS, HIGHEST);

    assertThat(backoff.before(1, error(StatusCode.UNAVAILABLE, null))).isPresent();
    assertThat(backoff.before(1, error(StatusCode.RESOURCE_EXHAUSTED, null))).isEmpty();
    assertThat(backoff.before(1, error(StatusCode.INTERNAL, Duration.ofSeconds(1)))).isEmpty();
    assertThat(backoff.before(1, error(StatusCode.DEADLINE_EXCEEDED, null))).isEmpty();
  }

  private static long wait(Backoff backoff, int failures) {
    Optional<Duration> wait = backoff.before(failures, error(StatusCode.UNAVAILABLE, null));
    return Math.round(wait.orElseThrow().toNanos() / 1e6);
  }

  private static IjepaException error(StatusCode code, @Nullable Duration retryDelay) {
    return new IjepaException(code, "", "test", retryDelay, null);
  }
}
