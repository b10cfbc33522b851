package dev.ijepa.server;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Stage;
import com.google.inject.util.Modules;
import dev.ijepa.models.NativeCode;
import dev.ijepa.server.batching.BatchingModule;
import dev.ijepa.server.catalog.CatalogModule;
import dev.ijepa.server.contract.ContractModule;
import dev.ijepa.server.grpc.GrpcModule;
import dev.ijepa.server.grpc.GrpcServer;
import dev.ijepa.server.guard.GuardModule;
import dev.ijepa.server.health.HealthModule;
import dev.ijepa.server.health.ServerHealth;
import dev.ijepa.server.http.HttpModule;
import dev.ijepa.server.http.HttpServer;
import dev.ijepa.server.identity.IdentityModule;
import dev.ijepa.server.inference.InferenceModule;
import dev.ijepa.server.kserve.KserveModule;
import dev.ijepa.server.lifecycle.Causes;
import dev.ijepa.server.lifecycle.ClosePhase;
import dev.ijepa.server.lifecycle.PeriodicTasks;
import dev.ijepa.server.lifecycle.Resources;
import dev.ijepa.server.loading.LoadingModule;
import dev.ijepa.server.logging.LoggingModule;
import dev.ijepa.server.memory.MemoryModule;
import dev.ijepa.server.observability.AdminServer;
import dev.ijepa.server.observability.Meters;
import dev.ijepa.server.observability.ObservabilityModule;
import dev.ijepa.server.openai.OpenAiModule;
import dev.ijepa.server.pipeline.PipelineModule;
import dev.ijepa.server.rest.RestModule;
import dev.ijepa.server.rpc.RpcModule;
import dev.ijepa.server.security.SecurityModule;
import dev.ijepa.server.session.Doors;
import dev.ijepa.server.session.SessionModule;
import dev.ijepa.server.tracing.TracingModule;
import dev.ijepa.server.v2.V2Module;
import dev.ijepa.server.web.WebModule;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server. Closing it drains it: what was accepted is finished. */
public final class IjepaServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(IjepaServer.class);

  private final GrpcServer grpc;
  private final Optional<HttpServer> http;
  private final AdminServer admin;
  private final Resources resources;
  private final AtomicBoolean closed = new AtomicBoolean();

  private IjepaServer(
      GrpcServer grpc, Optional<HttpServer> http, AdminServer admin, Resources resources) {
    this.grpc = grpc;
    this.http = http;
    this.admin = admin;
    this.resources = resources;
  }

  /**
   * Loads the models, warms them, and listens. The admin port is open from the start.
   *
   * @throws IOException if an option is out of range, a model can't be loaded or a port can't be
   *     opened; its message says what to do
   */
  public static IjepaServer start(ServeOptions options) throws IOException {
    return start(options, new AbstractModule() {});
  }

  /**
   * As above, with something else in the place of some parts.
   *
   * @param replacements overrides what the server's own modules bind
   */
  public static IjepaServer start(ServeOptions options, Module replacements) throws IOException {
    return start(options, replacements, new Resources());
  }

  /**
   * As above, in a process that may be told to stop before the server has started.
   *
   * @param resources what the server opens is added to these
   */
  public static IjepaServer start(ServeOptions options, Resources resources) throws IOException {
    return start(options, new AbstractModule() {}, resources);
  }

  private static IjepaServer start(ServeOptions options, Module replacements, Resources resources)
      throws IOException {
    options.validate();
    options.fitIntoMemory();
    NativeCode.load();
    try {
      Injector injector =
          Guice.createInjector(
              // Not PRODUCTION: it makes every singleton by itself, and a model that can't be
              // loaded would be tried, and reported, once for each that needs it.
              Stage.DEVELOPMENT, Modules.override(modules(options, resources)).with(replacements));
      // First: whoever looks while the models are loaded shall see that the process is well.
      AdminServer admin = injector.getInstance(AdminServer.class);
      Optional<HttpServer> http =
          options.http.port().isPresent()
              ? Optional.of(injector.getInstance(HttpServer.class))
              : Optional.empty();
      IjepaServer server =
          new IjepaServer(injector.getInstance(GrpcServer.class), http, admin, resources);
      injector.getInstance(Meters.class).show();
      Doors doors = injector.getInstance(Doors.class);
      resources.add(ClosePhase.PROBES, doors::announceDrain);
      resources.add(ClosePhase.DOORS, doors::drain);
      doors.start();
      injector.getInstance(PeriodicTasks.class).start();
      server.admin.followHealth(injector.getInstance(ServerHealth.class));
      log.info(
          "Serving on {}{}; admin on port {}",
          server.grpc.place(),
          http.map(port -> "; HTTP on port " + port.port()).orElse(""),
          server.adminPort());
      return server;
    } catch (IOException | RuntimeException | Error e) {
      resources.close();
      throw startFailure(e);
    }
  }

  /** What an operator can mend is told in a line; where it happened stands in the log at DEBUG. */
  private static IOException startFailure(Throwable failure) {
    log.debug("The server can't start", failure);
    Throwable cause = Causes.withoutFrames(failure);
    return new IOException(Causes.inOneLine(cause), cause);
  }

  private static List<Module> modules(ServeOptions options, Resources resources) {
    return Stream.concat(
            core(options, resources).stream(),
            options.http.port().isPresent() ? http(options).stream() : Stream.empty())
        .toList();
  }

  /** What is served over HTTP, if anything is. */
  private static List<Module> http(ServeOptions options) {
    return List.of(
        new HttpModule(options.http),
        new RestModule(),
        new OpenAiModule(),
        new V2Module(),
        new WebModule());
  }

  private static List<Module> core(ServeOptions options, Resources resources) {
    return List.of(
        new ServerModule(resources),
        new MemoryModule(options.memory),
        new CatalogModule(),
        new LoadingModule(options.loading),
        new BatchingModule(options.batching),
        new PipelineModule(options.pipeline),
        new HealthModule(options.health),
        new IdentityModule(options.identity),
        new GuardModule(),
        new SessionModule(options.session),
        new InferenceModule(),
        new ContractModule(),
        new GrpcModule(options.grpc),
        new RpcModule(),
        new KserveModule(),
        new SecurityModule(options.security),
        new ObservabilityModule(options.observability),
        new LoggingModule(options.logging),
        // Last: its interceptor is around those of metrics and log, which name its traces.
        new TracingModule(options.tracing));
  }

  /** The port of gRPC; -1 if it listens on a Unix domain socket. */
  public int port() {
    return grpc.port();
  }

  /** The port of the HTTP APIs; empty if there is none. */
  public OptionalInt httpPort() {
    return http.map(its -> OptionalInt.of(its.port())).orElse(OptionalInt.empty());
  }

  /** The port of the admin pages. */
  public int adminPort() {
    return admin.port();
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    log.info("Draining");
    resources.close();
    log.info("Stopped");
  }
}
