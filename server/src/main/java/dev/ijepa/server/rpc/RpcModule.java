package dev.ijepa.server.rpc;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.ijepa.server.guard.Receptions;
import dev.ijepa.server.lifecycle.PeriodicTask;
import io.grpc.ServerInterceptor;
import io.grpc.protobuf.services.HealthStatusManager;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;

/** The gRPC server. */
public final class RpcModule extends AbstractModule {
  private static final Duration STALLED = Duration.ofSeconds(1);

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

  @ProvidesIntoSet
  PeriodicTask stalled(UnreadCalls unread) {
    return new PeriodicTask("stalled", STALLED, unread::endStalled);
  }

  @ProvidesIntoSet
  PeriodicTask slow(Receptions receptions) {
    return new PeriodicTask("slow", STALLED, receptions::endSlow);
  }

  @ProvidesIntoSet
  MeterBinder gauges(Receptions receptions, ActiveStreams streams) {
    return new RpcGauges(receptions, streams);
  }
}
