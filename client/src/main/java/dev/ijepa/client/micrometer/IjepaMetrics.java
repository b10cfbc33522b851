package dev.ijepa.client.micrometer;

import dev.ijepa.client.ClientObserver;
import dev.ijepa.client.IjepaException;
import io.grpc.ManagedChannelBuilder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingClientInterceptor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Metrics of a client in a Micrometer registry. Needs {@code io.micrometer:micrometer-core}.
 *
 * <p>Of calls those that Micrometer has for gRPC: {@code grpc.client.processing.duration} by method
 * and status, {@code grpc.client.requests.sent}, {@code grpc.client.responses.received}; an attempt
 * is a call. Of the images of streams:
 *
 * <ul>
 *   <li>{@code ijepa.client.images.in.flight}: read, and neither answered nor failed
 *   <li>{@code ijepa.client.images.answered}
 *   <li>{@code ijepa.client.images.failed}, by {@code reason}: that of {@link IjepaException}, or
 *       its code if it has none
 *   <li>{@code ijepa.client.images.sent.again}: after a broken connection, or to a server that was
 *       too busy
 * </ul>
 *
 * <pre>{@code
 * IjepaClient client =
 *     IjepaClient.builder()
 *         .target(target)
 *         .plaintext()
 *         .observe(new IjepaMetrics(registry))
 *         .build();
 * }</pre>
 */
public final class IjepaMetrics implements ClientObserver {
  private static final String IMAGES = "ijepa.client.images.";

  private final MeterRegistry registry;
  private final AtomicInteger inFlight;
  private final Counter answered;
  private final Counter sentAgain;

  /**
   * Registers the metrics. One for each client, if several share a registry, adds up all but the
   * gauge.
   */
  public IjepaMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.inFlight = registry.gauge(IMAGES + "in.flight", new AtomicInteger());
    this.answered = registry.counter(IMAGES + "answered");
    this.sentAgain = registry.counter(IMAGES + "sent.again");
  }

  @Override
  public void configure(ManagedChannelBuilder<?> channel) {
    channel.intercept(new MetricCollectingClientInterceptor(registry));
  }

  @Override
  public void taken() {
    inFlight.incrementAndGet();
  }

  @Override
  public void sentAgain() {
    sentAgain.increment();
  }

  @Override
  public void answered() {
    inFlight.decrementAndGet();
    answered.increment();
  }

  @Override
  public void failed(IjepaException error) {
    inFlight.decrementAndGet();
    String reason = error.reason().isEmpty() ? error.code().name() : error.reason();
    registry.counter(IMAGES + "failed", "reason", reason).increment();
  }

  @Override
  public void givenUp() {
    inFlight.decrementAndGet();
  }
}
