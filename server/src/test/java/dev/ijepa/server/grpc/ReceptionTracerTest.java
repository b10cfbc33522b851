package dev.ijepa.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.FakeTicker;
import dev.ijepa.server.guard.MessageLimits;
import dev.ijepa.server.guard.OpenCalls;
import dev.ijepa.server.guard.Reception;
import dev.ijepa.server.guard.Receptions;
import dev.ijepa.server.guard.Refusals;
import dev.ijepa.server.identity.CallerRule;
import dev.ijepa.server.options.DataSize;
import dev.ijepa.server.pipeline.PipelineOptions;
import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.ServerStreamTracer.ServerCallInfo;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReceptionTracerTest {
  private static final int MIB = 1 << 20;

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

  @Test
  void connectionsThroughAUnixDomainSocketAreToldApart() {
    PipelineOptions options = new PipelineOptions();
    options.maxInFlight = new DataSize(8 * MIB);
    Receptions receptions = new Receptions(options, new Refusals(), ticker);
    List<String> refused = new ArrayList<>();
    Attributes innocent = new ConnectionKey().transportReady(Attributes.EMPTY);
    Attributes other = new ConnectionKey().transportReady(Attributes.EMPTY);

    begin(receptions, "innocent", innocent, refused).inboundWireSize(300_000);
    for (int i = 0; i < 20; i++) {
      begin(receptions, "other", other, refused).inboundWireSize(100_000);
    }

    assertThat(refused).isNotEmpty().containsOnly("other");
  }

  private static ReceptionTracer begin(
      Receptions receptions, String name, Attributes attributes, List<String> refused) {
    Reception reception = receptions.open(MessageLimits.image(MIB));
    assertThat(reception.handle(failure -> refused.add(name), () -> {})).isTrue();
    ReceptionTracer call = new ReceptionTracer(reception, CallerRule.ADDRESS, List.of());
    call.serverCallStarted(
        new ServerCallInfo<byte[], byte[]>() {
          @Override
          public MethodDescriptor<byte[], byte[]> getMethodDescriptor() {
            throw new UnsupportedOperationException();
          }

          @Override
          public Attributes getAttributes() {
            return attributes;
          }

          @Override
          public @Nullable String getAuthority() {
            return null;
          }
        });
    return call;
  }
}
