package dev.ijepa.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.FakeTicker;
import dev.ijepa.server.guard.MessageLimits;
import dev.ijepa.server.guard.OpenCalls;
import dev.ijepa.server.guard.Receptions;
import dev.ijepa.server.guard.Refusals;
import dev.ijepa.server.identity.CallerRule;
import dev.ijepa.server.pipeline.PipelineOptions;
import io.grpc.Context;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceptionTracerTest {
  private final FakeTicker ticker = new FakeTicker();
  private final OpenCalls calls =
      new OpenCalls(2, Duration.ZERO, Duration.ZERO, new Refusals(), ticker);
  private final ReceptionTracer tracer =
      new ReceptionTracer(
          new Receptions(new PipelineOptions(), new Refusals(), ticker).open(MessageLimits.SMALL),
          CallerRule.ADDRESS,
          List.of(calls));

  @Test
  void aCallThatNeverBeginsIsNotCounted() {
    assertThat(calls.count()).isZero();
  }

  @Test
  void aCallIsCountedFromItsBeginningToItsEnd() {
    assertThat(tracer.filterContext(Context.ROOT)).isNotNull();
    assertThat(calls.count()).isEqualTo(1);

    tracer.streamClosed(Status.OK);

    assertThat(calls.count()).isZero();
  }
}
