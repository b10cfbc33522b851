package dev.ijepa.client.opentelemetry;

import dev.ijepa.client.ClientObserver;
import dev.ijepa.client.IjepaException;
import io.grpc.ManagedChannelBuilder;
import io.grpc.opentelemetry.GrpcOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;

/**
 * Metrics of a client by OpenTelemetry. Needs {@code io.grpc:grpc-opentelemetry} and {@code
 * io.opentelemetry:opentelemetry-api}.
 *
 * <p>Of calls those that gRPC has for OpenTelemetry, such as {@code grpc.client.attempt.duration};
 * its traces too where gRPC is told to make them ({@code GRPC_EXPERIMENTAL_ENABLE_OTEL_TRACING}).
 * Of the images of streams:
 *
 * <ul>
 *   <li>{@code ijepa.client.images.in_flight}: read, and neither answered nor failed
 *   <li>{@code ijepa.client.images.answered}
 *   <li>{@code ijepa.client.images.failed}, by {@code reason}: that of {@link IjepaException}, or
 *       its code if it has none
 *   <li>{@code ijepa.client.images.sent_again}: after a broken connection, or to a server that was
 *       too busy
 * </ul>
 *
 * <pre>{@code
 * IjepaClient client =
 *     IjepaClient.builder()
 *         .target(target)
 *         .plaintext()
 *         .observe(new IjepaTelemetry(openTelemetry))
 *         .build();
 * }</pre>
 */
public final class IjepaTelemetry implements ClientObserver {
  private static final String IMAGES = "ijepa.client.images.";
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");

  private final GrpcOpenTelemetry grpc;
  private final LongUpDownCounter inFlight;
  private final LongCounter answered;
  private final LongCounter failed;
  private final LongCounter sentAgain;

  /** Makes the instruments. Several clients that share an OpenTelemetry are added up. */
  public IjepaTelemetry(OpenTelemetry openTelemetry) {
    this.grpc = GrpcOpenTelemetry.newBuilder().sdk(openTelemetry).build();
    Meter meter = openTelemetry.getMeter("dev.ijepa.client");
    this.inFlight = meter.upDownCounterBuilder(IMAGES + "in_flight").setUnit("{image}").build();
    this.answered = counter(meter, "answered");
    this.failed = counter(meter, "failed");
    this.sentAgain = counter(meter, "sent_again");
  }

  private static LongCounter counter(Meter meter, String name) {
    return meter.counterBuilder(IMAGES + name).setUnit("{image}").build();
  }

  @Override
  public void configure(ManagedChannelBuilder<?> channel) {
    grpc.configureChannelBuilder(channel);
  }

  @Override
  public void taken() {
    inFlight.add(1);
  }

  @Override
  public void sentAgain() {
    sentAgain.add(1);
  }

  @Override
  public void answered() {
    inFlight.add(-1);
    answered.add(1);
  }

  @Override
  public void failed(IjepaException error) {
    inFlight.add(-1);
    String reason = error.reason().isEmpty() ? error.code().name() : error.reason();
    failed.add(1, Attributes.of(REASON, reason));
  }

  @Override
  public void givenUp() {
    inFlight.add(-1);
  }
}
