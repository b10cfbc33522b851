package dev.ijepa.server.v2;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.Iterators;
import dev.ijepa.server.http.HttpReply;
import dev.ijepa.server.inference.Datatype;
import dev.ijepa.server.inference.InferResponse;
import dev.ijepa.server.inference.ModelVersion;
import dev.ijepa.server.inference.OutputTensor;
import dev.ijepa.server.json.Json;
import dev.ijepa.server.json.LazyJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Writes responses. */
final class InferWriter {
  private static final int OK = 200;

  private InferWriter() {}

  static HttpReply reply(InferResponse response, BinaryOutputs binary) {
    List<OutputTensor> behind =
        response.outputs().stream().filter(output -> binary.has(output.name())).toList();
    if (behind.isEmpty()) {
      return HttpReply.json(document(response, binary));
    }
    byte[] json = Json.write(all -> write(all, document(response, binary)));
    Iterator<ByteBuffer> body =
        Iterators.concat(
            List.of(ByteBuffer.wrap(json)).iterator(),
            behind.stream().map(output -> output.contents().duplicate()).iterator());
    return HttpReply.of(OK, "application/octet-stream", body)
        .with(InferBody.JSON_LENGTH, Integer.toString(json.length));
  }

  private static void write(JsonGenerator json, Stream<Json.Part> parts) throws IOException {
    for (Json.Part part : (Iterable<Json.Part>) parts::iterator) {
      part.write(json);
    }
  }

  private static Stream<Json.Part> document(InferResponse response, BinaryOutputs binary) {
    return Stream.of(
            Stream.<Json.Part>of(json -> begin(json, response)),
            response.outputs().stream().flatMap(output -> output(output, binary)),
            Stream.<Json.Part>of(
                json -> {
                  json.writeEndArray();
                  json.writeEndObject();
                }))
        .flatMap(parts -> parts);
  }

  private static void begin(JsonGenerator json, InferResponse response) throws IOException {
    json.writeStartObject();
    if (!response.id().isEmpty()) {
      json.writeStringField("id", response.id());
    }
    json.writeStringField("model_name", response.model().name());
    json.writeStringField("model_version", ModelVersion.of(response.model()));
    json.writeObjectFieldStart("parameters");
    json.writeStringField("fingerprint", response.model().fingerprint());
    json.writeStringField("revision", response.model().revision());
    json.writeEndObject();
    json.writeArrayFieldStart("outputs");
  }

  private static Stream<Json.Part> output(OutputTensor output, BinaryOutputs binary) {
    boolean isBinary = binary.has(output.name());
    return Stream.of(
            Stream.<Json.Part>of(
                json -> {
                  json.writeStartObject();
                  json.writeStringField("name", output.name());
                  json.writeStringField("datatype", output.datatype().name());
                  ModelJson.longs(json, "shape", output.shape());
                  if (isBinary) {
                    json.writeObjectFieldStart("parameters");
                    json.writeNumberField("binary_data_size", output.contents().remaining());
                    json.writeEndObject();
                  } else {
                    json.writeFieldName("data");
                  }
                }),
            isBinary ? Stream.<Json.Part>empty() : data(output),
            Stream.<Json.Part>of(JsonGenerator::writeEndObject))
        .flatMap(parts -> parts);
  }

  private static Stream<Json.Part> data(OutputTensor output) {
    ByteBuffer contents = output.contents().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (output.datatype() == Datatype.BYTES) {
      return Stream.of(json -> strings(json, contents));
    }
    return LazyJson.array(contents.asFloatBuffer());
  }

  private static void strings(JsonGenerator json, ByteBuffer contents) throws IOException {
    json.writeStartArray();
    while (contents.hasRemaining()) {
      byte[] text = new byte[contents.getInt()];
      contents.get(text);
      json.writeString(new String(text, StandardCharsets.UTF_8));
    }
    json.writeEndArray();
  }
}
