package dev.ijepa.server.rpc;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import dev.ijepa.server.guard.Receptions;
import io.grpc.ServerInterceptor;
import io.grpc.protobuf.services.HealthStatusManager;

/** The gRPC server. */
public final class RpcModule extends AbstractModule {
  private final RpcOptions options;

  public RpcModule(RpcOptions options) {
    this.options = options;
  }

  @Override
  protected void configure() {
    bind(RpcOptions.class).toInstance(options);
    bind(EmbedItems.class);
    bind(ClassifyItems.class);
    bind(ActiveStreams.class).in(Singleton.class);
    bind(UnreadCalls.class).in(Singleton.class);
    bind(Receptions.class).in(Singleton.class);
    bind(CallBounds.class);
    bind(FeatureGrpcService.class);
    bind(ModelGrpcService.class);
    bind(HealthStatusManager.class).toInstance(new HealthStatusManager());
    bind(Endpoint.class);
    bind(GrpcServer.class).in(Singleton.class);
    Multibinder.newSetBinder(binder(), ServerInterceptor.class);
  }
}
