package dev.ijepa.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.models.image.DecodeTimer;
import dev.ijepa.server.FakeTicker;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecodeWatchTest {
  private final FakeTicker ticker = new FakeTicker();
  private final DecodeWatch watch = new DecodeWatch(Duration.ofSeconds(30), ticker);
  private final List<String> told = new ArrayList<>();

  @Test
  void whatTakesTooLongIsToldOnceWithBothNumbersAndItsEndIsLate() {
    DecodeTimer slow = watch.begin(fault -> told.add(fault.message()));
    ticker.advance(Duration.ofMillis(30_001));

    watch.expire();
    watch.expire();

    assertThat(told)
        .containsExactly("decoding the image has taken 30001 ms; at most 30000 are allowed");
    assertThat(watch.end(slow)).isFalse();
  }

  @Test
  void allAreToldWhenTheyAreGivenUpAlsoIfOneOfThemThrows() {
    DecodeTimer first =
        watch.begin(
            failure -> {
              told.add("first: " + failure.message());
              throw new IllegalStateException("a handler's fault");
            });
    DecodeTimer second =
        watch.begin(
            failure -> {
              told.add("second: " + failure.message());
              throw new IllegalStateException("a handler's fault");
            });

    assertThatThrownBy(() -> watch.giveUp(new Failure(Reason.SERVER_NOT_SERVING, "it ends")))
        .isInstanceOf(IllegalStateException.class);

    assertThat(told).containsExactlyInAnyOrder("first: it ends", "second: it ends");
    assertThat(watch.end(first)).isFalse();
    assertThat(watch.end(second)).isFalse();
  }

  @Test
  void othersGoOn() {
    watch.begin(fault -> told.add("slow"));
    ticker.advance(Duration.ofSeconds(20));
    DecodeTimer quick = watch.begin(fault -> told.add("quick"));
    ticker.advance(Duration.ofSeconds(20));

    watch.expire();

    assertThat(told).containsExactly("slow");
    assertThat(watch.end(quick)).isTrue();
  }

  @Test
  void whatHasEndedIsNotTold() {
    DecodeTimer timer = watch.begin(fault -> told.add("slow"));
    assertThat(watch.end(timer)).isTrue();
    ticker.advance(Duration.ofMinutes(1));

    watch.expire();

    assertThat(told).isEmpty();
  }
}
