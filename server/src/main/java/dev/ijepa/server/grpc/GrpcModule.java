package dev.ijepa.server.grpc;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.ijepa.server.guard.OpenConnections;
import dev.ijepa.server.lifecycle.PeriodicTask;
import dev.ijepa.server.session.Door;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.netty.util.internal.PlatformDependent;
import io.grpc.protobuf.services.HealthStatusManager;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;

/** The gRPC port. Other modules contribute its services. */
public final class GrpcModule extends AbstractModule {
  private static final Duration AGES_INTERVAL = Duration.ofSeconds(1);

  private final GrpcOptions options;

  public GrpcModule(GrpcOptions options) {
    this.options = options;
  }

  @Override
  protected void configure() {
    bind(GrpcOptions.class).toInstance(options);
    bind(ConnectionOptions.class).toInstance(options.connections);
    bind(CallBounds.class);
    bind(ConnectionAges.class).in(Singleton.class);
    bind(HealthStatusManager.class).toInstance(new HealthStatusManager());
    bind(Endpoint.class);
    bind(GrpcServer.class).in(Singleton.class);
    Multibinder.newSetBinder(binder(), Door.class).addBinding().to(GrpcServer.class);
    Multibinder.newSetBinder(binder(), ServerInterceptor.class);
    Multibinder.newSetBinder(binder(), GrpcService.class);
  }

  @Provides
  @Singleton
  OpenConnections connections() {
    return new OpenConnections(options.maxConnections, options.connectionsPerAddress());
  }

  @ProvidesIntoSet
  PeriodicTask oldConnections(ConnectionAges ages) {
    return new PeriodicTask("connection-ages", AGES_INTERVAL, ages::endOld);
  }

  @ProvidesIntoSet
  MeterBinder gauges(OpenConnections connections) {
    return registry -> {
      Gauge.builder("ijepa.connections.open", connections, OpenConnections::count)
          .description("Connections to the gRPC port that are open")
          .register(registry);
      Gauge.builder("ijepa.network.bytes", PlatformDependent::usedDirectMemory)
          .description("Memory outside the heap that gRPC's transport has for its buffers")
          .register(registry);
    };
  }
}
