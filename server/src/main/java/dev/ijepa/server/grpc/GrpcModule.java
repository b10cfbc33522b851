package dev.ijepa.server.grpc;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import dev.ijepa.server.session.Door;
import io.grpc.ServerInterceptor;
import io.grpc.protobuf.services.HealthStatusManager;

/** The gRPC port. Other modules contribute its services. */
public final class GrpcModule extends AbstractModule {
  private final GrpcOptions options;

  public GrpcModule(GrpcOptions options) {
    this.options = options;
  }

  @Override
  protected void configure() {
    bind(GrpcOptions.class).toInstance(options);
    bind(CallBounds.class);
    bind(HealthStatusManager.class).toInstance(new HealthStatusManager());
    bind(Endpoint.class);
    bind(GrpcServer.class).in(Singleton.class);
    Multibinder.newSetBinder(binder(), Door.class).addBinding().to(GrpcServer.class);
    Multibinder.newSetBinder(binder(), ServerInterceptor.class);
    Multibinder.newSetBinder(binder(), GrpcService.class);
  }
}
