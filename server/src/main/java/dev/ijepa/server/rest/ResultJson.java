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
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Results as JSON. */
final class ResultJson {
  private ResultJson() {}

  /** What was found in the image that is the body. */
  static Stream<Json.Part> embedding(FeatureResult result) {
    return object(result.model(), Stream.concat(outputs(result), timings(result)));
  }

  /** What was found in the files of a form, in their order. */
  static Stream<Json.Part> embeddings(List<String> files, List<FeatureResult> results) {
    return results(files, results, ResultJson::outputs);
  }

  /** What the image that is the body shows. */
  static Stream<Json.Part> classification(FeatureResult result) {
    return object(result.model(), Stream.concat(classes(result), timings(result)));
  }

  /** What the files of a form show, in their order. */
  static Stream<Json.Part> classifications(List<String> files, List<FeatureResult> results) {
    return results(files, results, ResultJson::classes);
  }

  private static Stream<Json.Part> results(
      List<String> files,
      List<FeatureResult> results,
      Function<FeatureResult, Stream<Json.Part>> members) {
    Stream<Json.Part> elements =
        IntStream.range(0, results.size())
            .boxed()
            .flatMap(
                i ->
                    all(
                        List.of(
                            part(
                                json -> {
                                  json.writeStartObject();
                                  json.writeStringField("file", files.get(i));
                                }),
                            members.apply(results.get(i)),
                            timings(results.get(i)),
                            part(JsonGenerator::writeEndObject))));
    return object(
        results.get(0).model(),
        all(
            List.of(
                part(json -> json.writeArrayFieldStart("results")),
                elements,
                part(JsonGenerator::writeEndArray))));
  }

  private static Stream<Json.Part> object(ModelIdentity model, Stream<Json.Part> members) {
    return all(
        List.of(
            part(
                json -> {
                  json.writeStartObject();
                  model(json, model);
                }),
            members,
            part(JsonGenerator::writeEndObject)));
  }

  private static Stream<Json.Part> part(Json.Part part) {
    return Stream.of(part);
  }

  private static Stream<Json.Part> all(List<Stream<Json.Part>> parts) {
    return parts.stream().flatMap(its -> its);
  }

  private static Stream<Json.Part> outputs(FeatureResult result) {
    return all(
        List.of(
            part(json -> json.writeArrayFieldStart("outputs")),
            result.outputs().stream().flatMap(ResultJson::output),
            part(JsonGenerator::writeEndArray)));
  }

  private static Stream<Json.Part> output(Feature output) {
    return all(
        List.of(
            part(
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
            part(JsonGenerator::writeEndObject)));
  }

  private static Stream<Json.Part> classes(FeatureResult result) {
    return all(
        List.of(
            part(json -> json.writeArrayFieldStart("classes")),
            result.heads().get(0).classes().stream().map(ResultJson::scored),
            part(
                json -> {
                  json.writeEndArray();
                  head(json, result.heads().get(0));
                })));
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

  private static Stream<Json.Part> timings(FeatureResult result) {
    return part(json -> timings(json, result.timings()));
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
