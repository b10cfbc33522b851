package dev.ijepa.server;

import com.google.common.base.Ticker;
import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import dev.ijepa.models.image.ImagePreprocessor;
import dev.ijepa.server.batching.BatchingModule;
import dev.ijepa.server.batching.Outcomes;
import dev.ijepa.server.catalog.CatalogModule;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.observability.AdminServer;
import dev.ijepa.server.observability.ObservabilityModule;
import dev.ijepa.server.pipeline.PipelineModule;
import dev.ijepa.server.pipeline.PreprocessingPool;
import dev.ijepa.server.rpc.GrpcServer;
import dev.ijepa.server.rpc.RpcModule;
import dev.ijepa.server.security.SecurityModule;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server. Closing it drains it: what was accepted is finished. */
public final class IjepaServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(IjepaServer.class);

  private final Injector injector;
  private final GrpcServer grpc;
  private final AdminServer admin;

  private IjepaServer(Injector injector) {
    this.injector = injector;
    this.grpc = injector.getInstance(GrpcServer.class);
    this.admin = injector.getInstance(AdminServer.class);
  }

  /**
   * Loads the models, warms them, and listens.
   *
   * @throws IOException if an option is out of range, a model can't be loaded or a port can't be
   *     opened; its message says what to do
   */
  public static IjepaServer start(ServeOptions options) throws IOException {
    options.validate();
    try {
      IjepaServer server = new IjepaServer(injector(options));
      server.grpc.start();
      server.admin.setReady(true);
      log.info("Serving on port {}; admin on port {}", server.port(), server.adminPort());
      return server;
    } catch (CreationException | ProvisionException e) {
      // What an operator can mend is told plainly, without Guice's frame around it.
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static Injector injector(ServeOptions options) {
    return Guice.createInjector(
        // Not PRODUCTION: it makes every singleton by itself, and a model that can't be loaded
        // would be tried,
        // and reported, once for each that needs it.
        Stage.DEVELOPMENT,
        new StrictModule(),
        new CatalogModule(options.catalog),
        new BatchingModule(options.batching),
        new PipelineModule(options.pipeline),
        new RpcModule(options.rpc),
        new SecurityModule(options.security),
        new ObservabilityModule(options.observability));
  }

  /** Nothing is bound by chance. */
  private static final class StrictModule extends AbstractModule {
    @Override
    protected void configure() {
      binder().requireExplicitBindings();
      binder().disableCircularProxies();
      binder().requireAtInjectOnConstructors();
      bind(Ticker.class).toInstance(Ticker.systemTicker());
    }
  }

  /** The port of gRPC. */
  public int port() {
    return grpc.port();
  }

  /** The port of the admin pages. */
  public int adminPort() {
    return admin.port();
  }

  @Override
  public void close() {
    log.info("Draining");
    admin.setReady(false);
    grpc.drain();
    injector.getInstance(PreprocessingPool.class).close();
    injector.getInstance(ModelCatalog.class).close();
    injector.getInstance(Key.get(ExecutorService.class, Outcomes.class)).shutdown();
    injector.getInstance(ImagePreprocessor.class).close();
    admin.close();
    log.info("Stopped");
  }
}
