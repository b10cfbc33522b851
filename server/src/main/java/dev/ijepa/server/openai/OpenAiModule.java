package dev.ijepa.server.openai;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.ijepa.server.http.BodyRule;
import dev.ijepa.server.http.ErrorFormat;
import dev.ijepa.server.http.Route;
import dev.ijepa.server.pipeline.PipelineOptions;
import java.util.List;

/** OpenAI's API, served on the HTTP port. */
public final class OpenAiModule extends AbstractModule {
  private static final ErrorFormat ERRORS = new OpenAiErrors();

  @Override
  protected void configure() {
    bind(EmbeddingsRoute.class);
  }

  @ProvidesIntoSet
  Route embeddings(EmbeddingsRoute route, PipelineOptions options) {
    BodyRule body = new BodyRule(options.messageBytes(), List.of("application/json"), true);
    return Route.post("/v1/embeddings", body, ERRORS, route);
  }
}
