package dev.ijepa.server.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ijepa.models.head.Distance;
import dev.ijepa.models.head.Neighbour;
import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.features.FeatureResult.Feature;
import dev.ijepa.server.features.FeatureResult.HeadScores;
import dev.ijepa.server.features.FeatureResult.ScoredClass;
import dev.ijepa.server.features.ModelIdentity;
import dev.ijepa.server.item.ItemTimings;
import dev.ijepa.server.json.Json;
import dev.ijepa.server.json.LazyJson;
import java.io.IOException;
import java.util.stream.Stream;

/** Results as JSON. */
final class ResultJson {
  private ResultJson() {}

  static Stream<Json.Part> embedding(FeatureResult result) {
    return Stream.of(
            Stream.<Json.Part>of(
                json -> {
                  json.writeStartObject();
                  model(json, result.model());
                }),
            outputs(result),
            Stream.<Json.Part>of(
                json -> {
                  timings(json, result.timings());
                  json.writeEndObject();
                }))
        .flatMap(parts -> parts);
  }

  private static Stream<Json.Part> outputs(FeatureResult result) {
    return Stream.of(
            Stream.<Json.Part>of(json -> json.writeArrayFieldStart("outputs")),
            result.outputs().stream().flatMap(ResultJson::output),
            Stream.<Json.Part>of(JsonGenerator::writeEndArray))
        .flatMap(parts -> parts);
  }

  private static Stream<Json.Part> output(Feature output) {
    return Stream.of(
            Stream.<Json.Part>of(
                json -> {
                  json.writeStartObject();
                  json.writeStringField("name", output.selection().key());
                  json.writeArrayFieldStart("shape");
                  for (long axis : output.shape()) {
                    json.writeNumber(axis);
                  }
                  json.writeEndArray();
                  json.writeFieldName("values");
                }),
            LazyJson.array(output.values()),
            Stream.<Json.Part>of(JsonGenerator::writeEndObject))
        .flatMap(parts -> parts);
  }

  static Stream<Json.Part> classification(FeatureResult result) {
    return Stream.of(
            Stream.<Json.Part>of(
                json -> {
                  json.writeStartObject();
                  model(json, result.model());
                  json.writeArrayFieldStart("classes");
                }),
            result.heads().get(0).classes().stream().map(ResultJson::scored),
            Stream.<Json.Part>of(
                json -> {
                  json.writeEndArray();
                  head(json, result.heads().get(0));
                  timings(json, result.timings());
                  json.writeEndObject();
                }))
        .flatMap(parts -> parts);
  }

  /** What the head says beside the classes. */
  private static void head(JsonGenerator json, HeadScores head) throws IOException {
    json.writeObjectFieldStart("head");
    json.writeStringField("name", head.name());
    json.writeStringField("fingerprint", head.fingerprint());
    json.writeEndObject();
    Distance distance = head.distance();
    if (distance != null) {
      if (distance.rejected() != null) {
        json.writeBooleanField("rejected", distance.rejected());
      }
      json.writeObjectFieldStart("distance");
      json.writeNumberField("value", distance.value());
      json.writeNumberField("percentile", distance.percentile());
      json.writeEndObject();
    }
    if (!head.neighbours().isEmpty()) {
      json.writeArrayFieldStart("neighbours");
      for (Neighbour neighbour : head.neighbours()) {
        json.writeStartObject();
        json.writeStringField("path", neighbour.path());
        json.writeNumberField("index", neighbour.index());
        json.writeStringField("label", neighbour.label());
        json.writeNumberField("similarity", neighbour.similarity());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  private static Json.Part scored(ScoredClass scored) {
    return json -> {
      json.writeStartObject();
      json.writeNumberField("index", scored.index());
      json.writeStringField("label", scored.label());
      json.writeNumberField("probability", scored.score());
      json.writeNumberField("logit", scored.logit());
      json.writeEndObject();
    };
  }

  private static void model(JsonGenerator json, ModelIdentity model) throws IOException {
    json.writeObjectFieldStart("model");
    json.writeStringField("name", model.name());
    json.writeStringField("version", model.version());
    json.writeStringField("fingerprint", model.fingerprint());
    json.writeStringField("revision", model.revision());
    json.writeEndObject();
  }

  private static void timings(JsonGenerator json, ItemTimings timings) throws IOException {
    json.writeObjectFieldStart("timings");
    json.writeNumberField("queue_ms", ResultHeaders.millis(timings.queue()));
    json.writeNumberField("preprocessing_ms", ResultHeaders.millis(timings.preprocessing()));
    json.writeNumberField("inference_ms", ResultHeaders.millis(timings.inference()));
    json.writeNumberField("batch_size", timings.batchSize());
    json.writeEndObject();
  }
}
