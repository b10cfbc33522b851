package dev.ijepa.server.v2;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.ijepa.server.http.BodyRule;
import dev.ijepa.server.http.ErrorFormat;
import dev.ijepa.server.http.Route;
import dev.ijepa.server.http.RouteHandler;
import dev.ijepa.server.pipeline.PipelineOptions;
import java.util.List;

/** The Open Inference Protocol, served on the HTTP port. */
public final class V2Module extends AbstractModule {
  private static final ErrorFormat ERRORS = new V2Errors();

  /** Of the binary extension, whatever comes after the JSON. */
  private static final List<String> TYPES = List.of("application/json", "application/octet-stream");

  private static final int SMALL_BYTES = 8 << 10;

  @Override
  protected void configure() {
    bind(InferRoute.class);
    bind(ServerRoutes.class);
    bind(ModelRoutes.class);
    Multibinder.newSetBinder(binder(), Route.class);
  }

  @ProvidesIntoSet
  Route server(ServerRoutes routes) {
    return get("/v2", routes::metadata);
  }

  @ProvidesIntoSet
  Route live(ServerRoutes routes) {
    return get("/v2/health/live", routes::live);
  }

  @ProvidesIntoSet
  Route ready(ServerRoutes routes) {
    return get("/v2/health/ready", routes::ready);
  }

  @ProvidesIntoSet
  Route index(ServerRoutes routes) {
    return Route.post(
        "/v2/repository/index", new BodyRule(SMALL_BYTES, TYPES, false), ERRORS, routes::index);
  }

  @ProvidesIntoSet
  Route statistics(ModelRoutes routes) {
    return get("/v2/models/stats", routes::allStatistics);
  }

  @ProvidesIntoSet
  Route model(ModelRoutes routes) {
    return get("/v2/models/{model}", routes::metadata);
  }

  @ProvidesIntoSet
  Route modelVersion(ModelRoutes routes) {
    return get("/v2/models/{model}/versions/{version}", routes::metadata);
  }

  @ProvidesIntoSet
  Route modelReady(ModelRoutes routes) {
    return get("/v2/models/{model}/ready", routes::ready);
  }

  @ProvidesIntoSet
  Route modelVersionReady(ModelRoutes routes) {
    return get("/v2/models/{model}/versions/{version}/ready", routes::ready);
  }

  @ProvidesIntoSet
  Route modelConfig(ModelRoutes routes) {
    return get("/v2/models/{model}/config", routes::config);
  }

  @ProvidesIntoSet
  Route modelVersionConfig(ModelRoutes routes) {
    return get("/v2/models/{model}/versions/{version}/config", routes::config);
  }

  @ProvidesIntoSet
  Route modelStatistics(ModelRoutes routes) {
    return get("/v2/models/{model}/stats", routes::statistics);
  }

  @ProvidesIntoSet
  Route modelVersionStatistics(ModelRoutes routes) {
    return get("/v2/models/{model}/versions/{version}/stats", routes::statistics);
  }

  @ProvidesIntoSet
  Route infer(InferRoute route, PipelineOptions options) {
    return Route.post("/v2/models/{model}/infer", tensors(options), ERRORS, route);
  }

  @ProvidesIntoSet
  Route inferVersion(InferRoute route, PipelineOptions options) {
    return Route.post(
        "/v2/models/{model}/versions/{version}/infer", tensors(options), ERRORS, route);
  }

  private static BodyRule tensors(PipelineOptions options) {
    return new BodyRule(options.messageBytes(), TYPES, true);
  }

  private static Route get(String path, RouteHandler handler) {
    return Route.get(path, ERRORS, handler);
  }
}
