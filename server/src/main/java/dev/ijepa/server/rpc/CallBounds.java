package dev.ijepa.server.rpc;

import com.google.common.base.Ticker;
import dev.ijepa.server.guard.MessageLimits;
import dev.ijepa.server.guard.OpenCalls;
import dev.ijepa.server.guard.Receptions;
import dev.ijepa.server.pipeline.PipelineOptions;
import dev.ijepa.v1.FeatureServiceGrpc;
import dev.ijepa.v1.ModelServiceGrpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerStreamTracer;
import io.grpc.health.v1.HealthGrpc;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;

/** What the calls of each service may take of the server, from their first frame. */
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

  private final MessageLimits images;
  private final Receptions receptions;
  private final OpenCalls calls;
  private final OpenCalls unchargedCalls;

  @Inject
  CallBounds(
      RpcOptions options, PipelineOptions pipelineOptions, Receptions receptions, Ticker ticker) {
    this.images = MessageLimits.image(pipelineOptions.messageBytes());
    this.receptions = receptions;
    this.calls = new OpenCalls(options.maxCalls, UNUSED, SILENT, ticker);
    this.unchargedCalls =
        new OpenCalls(UNCHARGED_CALLS, UNCHARGED_SILENT, UNCHARGED_SILENT, ticker);
  }

  /** What the messages of a service may be. */
  MessageLimits limits(String service) {
    return switch (service) {
      case FeatureServiceGrpc.SERVICE_NAME -> images;
      case ModelServiceGrpc.SERVICE_NAME -> MessageLimits.SMALL_OF_OURS;
      default -> MessageLimits.SMALL;
    };
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    String service = String.valueOf(MethodDescriptor.extractFullServiceName(method));
    boolean isCharged =
        service.equals(FeatureServiceGrpc.SERVICE_NAME) || service.equals(HealthGrpc.SERVICE_NAME);
    return new ReceptionTracer(
        receptions.open(limits(service)),
        isCharged ? List.of(calls) : List.of(calls, unchargedCalls));
  }
}
