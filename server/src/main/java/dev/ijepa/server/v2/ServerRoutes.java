package dev.ijepa.server.v2;

import dev.ijepa.server.features.ModelIdentity;
import dev.ijepa.server.http.Body;
import dev.ijepa.server.http.HttpCall;
import dev.ijepa.server.http.HttpReply;
import dev.ijepa.server.http.ServingState;
import dev.ijepa.server.inference.InferenceModels;
import dev.ijepa.server.inference.ModelVersion;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.json.JsonReader;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** What the protocol says of the server as a whole. */
final class ServerRoutes {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;
  private static final String BINARY = "binary_tensor_data";

  private final InferenceModels models;
  private final ServingState serving;

  @Inject
  ServerRoutes(InferenceModels models, ServingState serving) {
    this.models = models;
    this.serving = serving;
  }

  void metadata(HttpCall call) {
    call.port()
        .send(
            HttpReply.json(
                OK,
                json -> {
                  json.writeStartObject();
                  json.writeStringField("name", InferenceModels.SERVER);
                  json.writeStringField("version", InferenceModels.serverVersion());
                  json.writeArrayFieldStart("extensions");
                  for (String extension : InferenceModels.EXTENSIONS) {
                    json.writeString(extension);
                  }
                  json.writeString(BINARY);
                  json.writeEndArray();
                  json.writeEndObject();
                }));
  }

  void live(HttpCall call) {
    call.port().send(flag("live", serving.isLive()));
  }

  void ready(HttpCall call) {
    call.port().send(flag("ready", serving.isReady()));
  }

  /** Some clients read the body, others the status. */
  private static HttpReply flag(String name, boolean value) {
    return HttpReply.json(
        value ? OK : UNAVAILABLE,
        json -> {
          json.writeStartObject();
          json.writeBooleanField(name, value);
          json.writeEndObject();
        });
  }

  void index(HttpCall call) throws FailedException {
    boolean readyOnly = readyOnly(call.body());
    List<ModelIdentity> all = models.named("", "");
    call.port()
        .send(
            HttpReply.json(
                OK,
                json -> {
                  json.writeStartArray();
                  for (ModelIdentity model : all) {
                    String fault = models.fault(model.name());
                    if (readyOnly && !fault.isEmpty()) {
                      continue;
                    }
                    json.writeStartObject();
                    json.writeStringField("name", model.name());
                    json.writeStringField("version", ModelVersion.of(model));
                    json.writeStringField("state", fault.isEmpty() ? "READY" : "UNAVAILABLE");
                    json.writeStringField("reason", fault);
                    json.writeEndObject();
                  }
                  json.writeEndArray();
                }));
  }

  private static boolean readyOnly(Body body) throws FailedException {
    boolean readyOnly = false;
    if (body.bytes().length > 0) {
      JsonReader json = new JsonReader(body.bytes(), body.bytes().length, body.charge());
      json.beginObject("the body");
      Optional<String> name;
      while ((name = json.nextName()).isPresent()) {
        if (name.get().equals("ready")) {
          readyOnly = Boolean.TRUE.equals(json.scalar("ready"));
        } else {
          json.skip();
        }
      }
    }
    return readyOnly;
  }
}
