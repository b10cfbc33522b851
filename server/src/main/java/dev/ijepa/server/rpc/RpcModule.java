package dev.ijepa.server.rpc;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.ijepa.server.grpc.GrpcService;
import dev.ijepa.server.guard.MessageLimits;
import dev.ijepa.server.pipeline.PipelineOptions;

/** The contract ijepa.v1, served on the gRPC port. */
public final class RpcModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(FeatureGrpcService.class);
    bind(ModelGrpcService.class);
  }

  @ProvidesIntoSet
  GrpcService featureService(FeatureGrpcService service, PipelineOptions options) {
    return GrpcService.ofImages(service, MessageLimits.image(options.messageBytes()));
  }

  @ProvidesIntoSet
  GrpcService modelService(ModelGrpcService service) {
    return GrpcService.ofNames(service, MessageLimits.SMALL_OF_OURS);
  }
}
