package dev.ijepa.server.grpc;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.ijepa.server.guard.Receptions;
import dev.ijepa.server.lifecycle.PeriodicTask;
import dev.ijepa.server.session.Door;
import io.grpc.ServerInterceptor;
import io.grpc.protobuf.services.HealthStatusManager;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;

/** The gRPC port. Other modules contribute its services. */
public final class GrpcModule extends AbstractModule {
  private static final Duration SLOW = Duration.ofSeconds(1);

  private final GrpcOptions options;

  public GrpcModule(GrpcOptions options) {
    this.options = options;
  }

  @Override
  protected void configure() {
    bind(GrpcOptions.class).toInstance(options);
    bind(Receptions.class).in(Singleton.class);
    bind(CallBounds.class);
    bind(HealthStatusManager.class).toInstance(new HealthStatusManager());
    bind(Endpoint.class);
    bind(GrpcServer.class).in(Singleton.class);
    Multibinder.newSetBinder(binder(), Door.class).addBinding().to(GrpcServer.class);
    Multibinder.newSetBinder(binder(), ServerInterceptor.class);
    Multibinder.newSetBinder(binder(), GrpcService.class);
  }

  @ProvidesIntoSet
  PeriodicTask slow(Receptions receptions) {
    return new PeriodicTask("slow", SLOW, receptions::endSlow);
  }

  @ProvidesIntoSet
  MeterBinder gauges(Receptions receptions) {
    return registry ->
        Gauge.builder("ijepa.receiving.bytes", receptions, Receptions::bytes)
            .description("Bytes of messages that have come in part")
            .register(registry);
  }
}
