package dev.ijepa.server.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ijepa.models.FloatBytes;
import dev.ijepa.server.features.FeatureQuery;
import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.features.ModelIdentity;
import dev.ijepa.server.http.HttpCall;
import dev.ijepa.server.http.HttpErrorException;
import dev.ijepa.server.http.HttpReply;
import dev.ijepa.server.http.RouteHandler;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.json.Json;
import dev.ijepa.server.json.LazyJson;
import dev.ijepa.server.pipeline.PipelineOptions;
import dev.ijepa.server.session.SessionOptions;
import dev.ijepa.server.session.Sessions;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Embeds the images of a request. If one fails, the request fails. */
final class EmbeddingsRoute implements RouteHandler {
  private final Sessions sessions;
  private final int mostImages;
  private final long mostBytes;

  @Inject
  EmbeddingsRoute(Sessions sessions, SessionOptions session, PipelineOptions pipeline) {
    this.sessions = sessions;
    this.mostImages = session.maxImagesPerRequest;
    this.mostBytes = pipeline.maxImageBytes.bytes();
  }

  @Override
  public void handle(HttpCall call) throws FailedException, HttpErrorException {
    call.query().requireOnly(Set.of());
    EmbeddingsRequest request = EmbeddingsReader.read(call.body(), mostImages, mostBytes);
    boolean isBase64 = request.isBase64();
    call.open(sessions)
        .start(
            () -> new FeatureQuery(request.model(), request.images(), List.of(), false, List.of()),
            request.imageBytes(),
            results -> HttpReply.json(document(results, isBase64)));
  }

  private static Stream<Json.Part> document(List<FeatureResult> results, boolean isBase64) {
    return Stream.of(
            Stream.<Json.Part>of(
                json -> {
                  json.writeStartObject();
                  json.writeStringField("object", "list");
                  json.writeArrayFieldStart("data");
                }),
            IntStream.range(0, results.size())
                .boxed()
                .flatMap(index -> embedding(index, results.get(index), isBase64)),
            Stream.<Json.Part>of(json -> end(json, results.get(0).model())))
        .flatMap(parts -> parts);
  }

  private static Stream<Json.Part> embedding(int index, FeatureResult result, boolean isBase64) {
    float[] values = result.outputs().get(0).values();
    return Stream.of(
            Stream.<Json.Part>of(
                json -> {
                  json.writeStartObject();
                  json.writeStringField("object", "embedding");
                  json.writeNumberField("index", index);
                  json.writeFieldName("embedding");
                }),
            isBase64
                ? Stream.<Json.Part>of(json -> json.writeBinary(littleEndian(values)))
                : LazyJson.array(values),
            Stream.<Json.Part>of(JsonGenerator::writeEndObject))
        .flatMap(parts -> parts);
  }

  private static byte[] littleEndian(float[] values) {
    return FloatBytes.littleEndian(List.of(values), FloatBytes.Format.F32).array();
  }

  private static void end(JsonGenerator json, ModelIdentity model) throws IOException {
    json.writeEndArray();
    json.writeStringField("model", model.name());
    json.writeStringField("fingerprint", model.fingerprint());
    json.writeObjectFieldStart("usage");
    json.writeNumberField("prompt_tokens", 0);
    json.writeNumberField("total_tokens", 0);
    json.writeEndObject();
    json.writeEndObject();
  }
}
