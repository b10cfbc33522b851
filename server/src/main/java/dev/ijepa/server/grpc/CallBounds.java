package dev.ijepa.server.grpc;

import com.google.common.base.Ticker;
import dev.ijepa.server.guard.MessageLimits;
import dev.ijepa.server.guard.OpenCalls;
import dev.ijepa.server.guard.Receptions;
import dev.ijepa.server.guard.Refusals;
import dev.ijepa.server.identity.CallerRule;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.health.v1.HealthGrpc;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the calls of each method may take of the server, from their first frame. */
final class CallBounds extends ServerStreamTracer.Factory {
  /**
   * Calls of services whose answers are larger than their requests, and not charged: reflection,
   * models, channelz. Nobody has a use for as many at once.
   */
  private static final int UNCHARGED_CALLS = 256;

  /** They are answered in milliseconds: what is there for longer is not read, or not asked. */
  private static final Duration UNCHARGED_SILENT = Duration.ofSeconds(1);

  private static final Duration UNUSED = Duration.ofSeconds(10);

  /** Longer than a call waits for its answer. */
  private static final Duration SILENT = Duration.ofSeconds(60);

  private static final MethodBounds HEALTH = MethodBounds.ofProbes(MessageLimits.SMALL);

  /** Of reflection, channelz, and what is no method at all. */
  private static final MethodBounds OTHERS = MethodBounds.ofNames(MessageLimits.SMALL);

  private final Map<String, MethodBounds> methods = new HashMap<>();
  private final Receptions receptions;
  private final CallerRule callers;
  private final OpenCalls calls;
  private final OpenCalls unchargedCalls;

  @Inject
  CallBounds(
      GrpcOptions options,
      Set<GrpcService> contributed,
      Receptions receptions,
      CallerRule callers,
      Refusals refusals,
      Ticker ticker) {
    this.receptions = receptions;
    this.callers = callers;
    this.calls = new OpenCalls(options.maxCalls, UNUSED, SILENT, refusals, ticker);
    this.unchargedCalls =
        new OpenCalls(UNCHARGED_CALLS, UNCHARGED_SILENT, UNCHARGED_SILENT, refusals, ticker);
    HealthGrpc.getServiceDescriptor()
        .getMethods()
        .forEach(method -> methods.put(method.getFullMethodName(), HEALTH));
    contributed.forEach(service -> methods.putAll(service.bounds()));
  }

  /** What the calls of a method may take; of any that there is not, as of those of others. */
  MethodBounds of(String method) {
    return methods.getOrDefault(method, OTHERS);
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    MethodBounds bounds = of(method);
    return new ReceptionTracer(
        receptions.open(bounds.limits()),
        callers,
        bounds.isCharged() ? List.of(calls) : List.of(calls, unchargedCalls));
  }
}
