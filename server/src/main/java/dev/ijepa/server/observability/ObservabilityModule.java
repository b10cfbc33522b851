package dev.ijepa.server.observability;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.ijepa.server.batching.BatchListener;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.grpc.GrpcOptions;
import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.item.ItemObservers;
import dev.ijepa.server.lifecycle.ClosePhase;
import dev.ijepa.server.lifecycle.Resources;
import dev.ijepa.server.options.ListenAddresses;
import io.grpc.ServerInterceptor;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingServerInterceptor;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** What an operator sees. */
public final class ObservabilityModule extends AbstractModule {
  private final ObservabilityOptions options;

  public ObservabilityModule(ObservabilityOptions options) {
    this.options = options;
  }

  @Override
  protected void configure() {
    bind(ServerMetrics.class).in(Singleton.class);
    Multibinder.newSetBinder(binder(), ItemObserver.Factory.class)
        .addBinding()
        .to(ServerMetrics.class);
    bind(BatchListener.Factory.class).to(ServerMetrics.class);
    bind(Meters.class);
    Multibinder.newSetBinder(binder(), MeterBinder.class);
    OptionalBinder.newOptionalBinder(binder(), SpanContext.class);
  }

  /** All observers as one. Other modules may contribute more. */
  @Provides
  @Singleton
  ItemObserver.Factory observers(Set<ItemObserver.Factory> contributed) {
    return ItemObservers.of(contributed);
  }

  @Provides
  @Singleton
  PrometheusMeterRegistry prometheus(Optional<SpanContext> traces) {
    PrometheusRegistry metrics = new PrometheusRegistry();
    Infos.showBuild(metrics);
    return new PrometheusMeterRegistry(
        PrometheusConfig.DEFAULT, metrics, Clock.SYSTEM, traces.orElse(null));
  }

  @Provides
  @Singleton
  @SuppressWarnings("resource") // It lives as long as the registry.
  MeterRegistry registry(PrometheusMeterRegistry prometheus) {
    prometheus.config().meterFilter(new LatencyBuckets()).meterFilter(new PrometheusNames());
    new JvmMemoryMetrics().bindTo(prometheus);
    new JvmGcMetrics().bindTo(prometheus);
    new JvmThreadMetrics().bindTo(prometheus);
    new ProcessorMetrics().bindTo(prometheus);
    new ProcessMetrics().bindTo(prometheus);
    return prometheus;
  }

  /** Asks for the catalog when the gauges are shown: the models are loaded then. */
  @ProvidesIntoSet
  MeterBinder models(PrometheusMeterRegistry prometheus, ModelCatalog catalog) {
    return registry -> {
      Infos.showModels(prometheus.getPrometheusRegistry(), catalog);
      HeadCounters.show(prometheus.getPrometheusRegistry(), catalog);
    };
  }

  @ProvidesIntoSet
  ServerInterceptor grpcMetrics(MeterRegistry registry) {
    return new MetricCollectingServerInterceptor(registry);
  }

  @Provides
  @Singleton
  AdminServer adminServer(GrpcOptions grpc, PrometheusMeterRegistry registry, Resources resources)
      throws IOException {
    AdminServer admin =
        new AdminServer(ListenAddresses.of(grpc.host, options.adminPort), grpc.port, registry);
    resources.add(ClosePhase.PROBES, admin::drain);
    return resources.add(ClosePhase.ADMIN, admin);
  }
}
