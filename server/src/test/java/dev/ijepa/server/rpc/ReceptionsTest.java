package dev.ijepa.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.FakeTicker;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.options.DataSize;
import dev.ijepa.server.pipeline.PipelineOptions;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceptionsTest {
  private static final long CAPACITY = 100;

  private final FakeTicker ticker = new FakeTicker();
  private final Receptions receptions = new Receptions(options(), ticker);
  private final List<String> refused = new ArrayList<>();

  @Test
  void whatHasComeInPartIsCountedUntilTheMessageIsWholeOrTheCallOver() {
    Reception first = call("first");
    Reception second = call("second");
    first.inboundWireSize(30);
    first.inboundWireSize(10);
    second.inboundWireSize(20);
    assertThat(receptions.bytes()).isEqualTo(60);

    first.inboundMessageRead(0, 40, 40);
    assertThat(receptions.bytes()).isEqualTo(20);

    second.streamClosed(Status.CANCELLED);
    assertThat(receptions.bytes()).isZero();
    assertThat(refused).isEmpty();
  }

  @Test
  void whoSendsWhenThereIsNoRoomIsRefused() {
    call("first").inboundWireSize(60);

    call("second").inboundWireSize(60);

    assertThat(refused).containsExactly("second");
  }

  @Test
  void whoTakesLongForAMessageMakesRoomForTheOthers() {
    call("slow").inboundWireSize(60);
    ticker.advance(Duration.ofSeconds(3));
    call("less slow").inboundWireSize(30);
    ticker.advance(Duration.ofSeconds(3));

    call("quick").inboundWireSize(60);

    assertThat(refused).containsExactly("slow");
  }

  @Test
  void oneMayAlwaysGoOnHoweverLarge() {
    call("huge").inboundWireSize(5000);

    assertThat(refused).isEmpty();
  }

  @Test
  void aCallThatIsRefusedBeforeItsHandlerIsThereHearsItThen() {
    call("first").inboundWireSize(60);
    Reception early = receptions.newServerStreamTracer("m", new Metadata());
    early.inboundWireSize(60);
    List<Failure> heard = new ArrayList<>();

    early.onRefusal(heard::add);

    assertThat(heard).singleElement().extracting(Failure::retryAfter).isNotNull();
  }

  private Reception call(String name) {
    Reception reception = receptions.newServerStreamTracer("m", new Metadata());
    reception.onRefusal(failure -> refused.add(name));
    return reception;
  }

  private static PipelineOptions options() {
    PipelineOptions options = new PipelineOptions();
    options.maxInFlight = new DataSize(CAPACITY * 8);
    return options;
  }
}
