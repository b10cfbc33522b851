package dev.ijepa.server.kserve;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.ijepa.inference.GRPCInferenceServiceGrpc;
import dev.ijepa.server.grpc.GrpcService;
import dev.ijepa.server.grpc.MethodBounds;
import dev.ijepa.server.guard.MessageLimits;
import dev.ijepa.server.pipeline.PipelineOptions;

/** The Open Inference Protocol, served on the gRPC port. */
public final class KserveModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(InferenceGrpcService.class);
  }

  @ProvidesIntoSet
  GrpcService inferenceService(InferenceGrpcService service, PipelineOptions options) {
    return GrpcService.ofNames(service, MessageLimits.SMALL)
        .with(
            MethodBounds.ofImages(MessageLimits.tensors(options.messageBytes())),
            GRPCInferenceServiceGrpc.getModelInferMethod(),
            GRPCInferenceServiceGrpc.getModelStreamInferMethod())
        .with(
            MethodBounds.ofProbes(MessageLimits.SMALL),
            GRPCInferenceServiceGrpc.getServerLiveMethod(),
            GRPCInferenceServiceGrpc.getServerReadyMethod(),
            GRPCInferenceServiceGrpc.getModelReadyMethod());
  }
}
