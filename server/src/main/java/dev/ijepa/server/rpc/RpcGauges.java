package dev.ijepa.server.rpc;

import dev.ijepa.server.guard.Receptions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Shows the messages that are being received and the streams that are open. */
final class RpcGauges implements MeterBinder {
  private final Receptions receptions;
  private final ActiveStreams streams;

  RpcGauges(Receptions receptions, ActiveStreams streams) {
    this.receptions = receptions;
    this.streams = streams;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("ijepa.receiving.bytes", receptions, Receptions::bytes)
        .description("Bytes of messages that have come in part")
        .register(registry);
    Gauge.builder("ijepa.streams.open", streams, ActiveStreams::count)
        .description("Embed and Classify streams that are open")
        .register(registry);
  }
}
