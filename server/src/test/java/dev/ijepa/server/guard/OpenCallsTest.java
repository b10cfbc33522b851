package dev.ijepa.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.FakeTicker;
import dev.ijepa.server.pipeline.PipelineOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenCallsTest {
  private final FakeTicker ticker = new FakeTicker();
  private final Receptions receptions =
      new Receptions(new PipelineOptions(), new Refusals(), ticker);
  private final OpenCalls calls =
      new OpenCalls(2, Duration.ofSeconds(10), Duration.ofSeconds(60), new Refusals(), ticker);
  private final List<String> refused = new ArrayList<>();
  private final List<String> dropped = new ArrayList<>();

  @Test
  void theNewestIsRefusedIfNoneIsSilentForLong() {
    open("first");
    open("second");
    ticker.advance(Duration.ofSeconds(9));

    open("third");

    assertThat(refused).containsExactly("third");
    assertThat(dropped).isEmpty();
    assertThat(calls.count()).isEqualTo(2);
  }

  @Test
  void aCallInWhichNothingWasSentMakesRoomSoon() {
    open("first").received(10);
    open("silent");
    ticker.advance(Duration.ofSeconds(11));

    open("third");

    assertThat(refused).containsExactly("silent");
    assertThat(dropped).as("with what it had not read").containsExactly("silent");
  }

  @Test
  void aCallInWhichSomethingWasSentMakesRoomLater() {
    Reception first = open("first");
    first.received(10);
    first.completed();
    ticker.advance(Duration.ofSeconds(30));
    open("second").received(10);
    ticker.advance(Duration.ofSeconds(31));

    open("third");

    assertThat(refused).containsExactly("first");
  }

  @Test
  void aCallThatIsOverMakesRoom() {
    calls.closed(open("first"));
    open("second");

    open("third");

    assertThat(refused).isEmpty();
    assertThat(calls.count()).isEqualTo(2);
  }

  private Reception open(String name) {
    Reception call = receptions.open(MessageLimits.SMALL);
    call.handle(failure -> refused.add(name), () -> dropped.add(name));
    calls.opened(call);
    return call;
  }
}
