package dev.ijepa.server.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ijepa.models.Output;
import dev.ijepa.models.savedmodel.ModelManifest;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ServedHead;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.features.ModelIdentity;
import dev.ijepa.server.http.HttpCall;
import dev.ijepa.server.http.HttpErrorException;
import dev.ijepa.server.http.HttpReply;
import dev.ijepa.server.item.FailedException;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Set;

/** The models that are served, in the shape that OpenAI's clients read, with more beside it. */
final class ModelRoutes {
  private final ModelCatalog catalog;

  @Inject
  ModelRoutes(ModelCatalog catalog) {
    this.catalog = catalog;
  }

  void list(HttpCall call) throws HttpErrorException {
    call.query().requireOnly(Set.of());
    call.port()
        .send(
            HttpReply.json(
                200,
                json -> {
                  json.writeStartObject();
                  json.writeStringField("object", "list");
                  json.writeArrayFieldStart("data");
                  for (ServedModel model : catalog.models()) {
                    describe(json, model);
                  }
                  json.writeEndArray();
                  json.writeEndObject();
                }));
  }

  void get(HttpCall call) throws FailedException, HttpErrorException {
    call.query().requireOnly(Set.of());
    ServedModel model = catalog.find(call.path("model"));
    call.port().send(HttpReply.json(200, json -> describe(json, model)));
  }

  private void describe(JsonGenerator json, ServedModel served) throws IOException {
    ModelManifest manifest = served.manifest();
    ModelIdentity identity = ModelIdentity.of(served);
    json.writeStartObject();
    json.writeStringField("id", served.name());
    json.writeStringField("object", "model");
    // The clients want a time, and nobody knows when a checkpoint was made.
    json.writeNumberField("created", 0);
    json.writeStringField("owned_by", manifest.source());
    json.writeBooleanField("default", served.name().equals(catalog.defaultName()));
    json.writeStringField("version", identity.version());
    json.writeStringField("fingerprint", identity.fingerprint());
    json.writeStringField("revision", identity.revision());
    json.writeStringField("precision", manifest.precision());
    json.writeStringField("license", manifest.license());
    json.writeArrayFieldStart("image_size");
    json.writeNumber(manifest.processor().image().height());
    json.writeNumber(manifest.processor().image().width());
    json.writeEndArray();
    outputs(json, served);
    heads(json, served);
    json.writeEndObject();
  }

  private static void outputs(JsonGenerator json, ServedModel served) throws IOException {
    json.writeObjectFieldStart("outputs");
    for (Output output : Output.values()) {
      if (output != Output.LOGITS && served.model().outputs().contains(output)) {
        json.writeArrayFieldStart(output.name());
        for (long axis : served.model().shape(output)) {
          json.writeNumber(axis);
        }
        json.writeEndArray();
      }
    }
    json.writeEndObject();
  }

  private static void heads(JsonGenerator json, ServedModel served) throws IOException {
    json.writeObjectFieldStart("heads");
    for (ServedHead head : served.heads()) {
      json.writeArrayFieldStart(head.name());
      for (String label : head.labels()) {
        json.writeString(label);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }
}
