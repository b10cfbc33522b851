package dev.ijepa.server.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.TestingTerms;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NanosTest {
  private static final Duration AGES = Duration.ofSeconds(Long.MAX_VALUE);

  @Test
  void whatALongCanNotHoldIsTheLongestThatItCan() {
    assertThat(Nanos.of(Duration.ofNanos(7))).isEqualTo(7);
    assertThat(Nanos.of(AGES)).isEqualTo(Long.MAX_VALUE);
    assertThat(Nanos.of(AGES.negated())).isEqualTo(Long.MIN_VALUE);
    assertThat(Nanos.plus(5, Nanos.of(AGES))).isEqualTo(Long.MAX_VALUE);
    assertThat(Nanos.minus(-5, Long.MAX_VALUE)).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void anItemIsLateIfItsWorkTakesAges() {
    ItemTerms terms = TestingTerms.of("call", Priority.BATCH, -10);

    assertThat(terms.fault(-20, AGES)).isPresent();
    assertThat(terms.fault(-20, Duration.ofNanos(10))).isEmpty();
  }

  @Test
  void anItemWithoutADeadlineIsNeverLate() {
    ItemTerms terms = TestingTerms.of("call", Priority.BATCH, ItemTerms.NO_DEADLINE);

    assertThat(terms.fault(Long.MAX_VALUE, AGES)).isEmpty();
  }
}
