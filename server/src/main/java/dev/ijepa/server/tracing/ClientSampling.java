package dev.ijepa.server.tracing;

import com.google.common.base.Ticker;
import dev.ijepa.server.guard.Allowance;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Follows clients that sample their calls, but only so many calls a second: a stranger must not
 * make the server trace everything. All else is the operator's sampler's.
 */
final class ClientSampling implements Sampler {
  private final Sampler sampler;
  private final int perSecond;

  // Guarded by itself.
  private final Allowance calls;

  /**
   * A sampler.
   *
   * @param sampler the operator's
   * @param perSecond calls that clients may have traced, all together
   */
  ClientSampling(Sampler sampler, int perSecond, Ticker ticker) {
    this.sampler = sampler;
    this.perSecond = perSecond;
    this.calls = new Allowance(perSecond, perSecond, ticker);
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    SpanContext client = Span.fromContext(parent).getSpanContext();
    return client.isRemote() && client.isSampled() && !isAllowed()
        ? SamplingResult.drop()
        : sampler.shouldSample(parent, traceId, name, kind, attributes, links);
  }

  private boolean isAllowed() {
    synchronized (calls) {
      return calls.spend();
    }
  }

  @Override
  public String getDescription() {
    return "ClientSampling{%d/s, %s}".formatted(perSecond, sampler.getDescription());
  }
}
