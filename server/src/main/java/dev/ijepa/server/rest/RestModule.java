package dev.ijepa.server.rest;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.ijepa.server.http.BodyRule;
import dev.ijepa.server.http.FormFiles;
import dev.ijepa.server.http.ProblemJson;
import dev.ijepa.server.http.Route;
import dev.ijepa.server.pipeline.PipelineOptions;
import java.util.List;

/** The native HTTP API, served on the HTTP port. */
public final class RestModule extends AbstractModule {
  private static final List<String> IMAGES = List.of("image/*", "application/octet-stream");

  private static final String EMBED = "/v1/models/{model}:embed";
  private static final String CLASSIFY = "/v1/models/{model}:classify";

  @Override
  protected void configure() {
    bind(EmbedRoute.class);
    bind(ClassifyRoute.class);
    bind(ModelRoutes.class);
    bind(OpenApiRoute.class);
  }

  @ProvidesIntoSet
  Route embed(EmbedRoute route, PipelineOptions options) {
    return Route.post(EMBED, image(options), ProblemJson.INSTANCE, route);
  }

  @ProvidesIntoSet
  Route classify(ClassifyRoute route, PipelineOptions options) {
    return Route.post(CLASSIFY, image(options), ProblemJson.INSTANCE, route);
  }

  @ProvidesIntoSet
  Route embedForm(EmbedRoute route, PipelineOptions options) {
    return Route.post(EMBED, form(options), ProblemJson.INSTANCE, route);
  }

  @ProvidesIntoSet
  Route classifyForm(ClassifyRoute route, PipelineOptions options) {
    return Route.post(CLASSIFY, form(options), ProblemJson.INSTANCE, route);
  }

  @ProvidesIntoSet
  Route models(ModelRoutes routes) {
    return Route.get("/v1/models", ProblemJson.INSTANCE, routes::list);
  }

  @ProvidesIntoSet
  Route model(ModelRoutes routes) {
    return Route.get("/v1/models/{model}", ProblemJson.INSTANCE, routes::get);
  }

  @ProvidesIntoSet
  Route openApi(OpenApiRoute route) {
    return Route.get("/openapi.json", ProblemJson.INSTANCE, route);
  }

  /** A body that is an image is as large as that may be. */
  private static BodyRule image(PipelineOptions options) {
    return new BodyRule((int) options.maxImageBytes.bytes(), IMAGES, true);
  }

  /** A form has several images, and is as large as a message of gRPC may be. */
  private static BodyRule form(PipelineOptions options) {
    return new BodyRule(options.messageBytes(), List.of(FormFiles.TYPE), true, true);
  }
}
