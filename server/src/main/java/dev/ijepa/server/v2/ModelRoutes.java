package dev.ijepa.server.v2;

import dev.ijepa.server.features.ModelIdentity;
import dev.ijepa.server.http.HttpCall;
import dev.ijepa.server.http.HttpReply;
import dev.ijepa.server.inference.InferenceModels;
import dev.ijepa.server.inference.ModelMetadata;
import dev.ijepa.server.item.FailedException;
import jakarta.inject.Inject;
import java.util.List;

/** What the protocol says of a model. */
final class ModelRoutes {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final InferenceModels models;

  @Inject
  ModelRoutes(InferenceModels models) {
    this.models = models;
  }

  /** The version that a path names; empty if it names none. */
  static String version(HttpCall call) {
    return call.pathOptional("version").orElse("");
  }

  private ModelMetadata model(HttpCall call) throws FailedException {
    return models.metadata(call.path("model"), version(call));
  }

  void metadata(HttpCall call) throws FailedException {
    ModelMetadata model = model(call);
    call.port().send(HttpReply.json(OK, json -> ModelJson.metadata(json, model)));
  }

  void config(HttpCall call) throws FailedException {
    ModelMetadata model = model(call);
    call.port().send(HttpReply.json(OK, json -> ModelJson.config(json, model)));
  }

  void ready(HttpCall call) throws FailedException {
    boolean isReady = models.isReady(call.path("model"), version(call));
    call.port()
        .send(
            HttpReply.json(
                isReady ? OK : UNAVAILABLE,
                json -> {
                  json.writeStartObject();
                  json.writeStringField("name", call.path("model"));
                  json.writeBooleanField("ready", isReady);
                  json.writeEndObject();
                }));
  }

  void statistics(HttpCall call) throws FailedException {
    statistics(call, models.named(call.path("model"), version(call)));
  }

  void allStatistics(HttpCall call) throws FailedException {
    statistics(call, models.named("", ""));
  }

  private void statistics(HttpCall call, List<ModelIdentity> named) {
    call.port()
        .send(
            HttpReply.json(
                OK,
                json -> {
                  json.writeStartObject();
                  json.writeArrayFieldStart("model_stats");
                  for (ModelIdentity model : named) {
                    ModelJson.statistics(json, model, models.statistics(model.name()));
                  }
                  json.writeEndArray();
                  json.writeEndObject();
                }));
  }
}
