package dev.ijepa.server.v2;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ijepa.server.features.ModelIdentity;
import dev.ijepa.server.inference.Datatype;
import dev.ijepa.server.inference.ModelMetadata;
import dev.ijepa.server.inference.ModelStatistics;
import dev.ijepa.server.inference.ModelVersion;
import dev.ijepa.server.inference.TensorSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Models as the protocol, and Triton's extensions of it, write them. */
final class ModelJson {
  private ModelJson() {}

  static void metadata(JsonGenerator json, ModelMetadata model) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", model.name());
    json.writeArrayFieldStart("versions");
    json.writeString(model.version());
    json.writeEndArray();
    json.writeStringField("platform", model.platform());
    tensors(json, "inputs", model.inputs());
    tensors(json, "outputs", model.outputs());
    json.writeObjectFieldStart("properties");
    for (Map.Entry<String, String> property : model.properties().entrySet()) {
      json.writeStringField(property.getKey(), property.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void tensors(JsonGenerator json, String name, List<TensorSpec> tensors)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (TensorSpec tensor : tensors) {
      json.writeStartObject();
      json.writeStringField("name", tensor.name());
      json.writeStringField("datatype", tensor.datatype().name());
      longs(json, "shape", tensor.shape());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void longs(JsonGenerator json, String name, List<Long> values) throws IOException {
    json.writeArrayFieldStart(name);
    for (long value : values) {
      json.writeNumber(value);
    }
    json.writeEndArray();
  }

  static void config(JsonGenerator json, ModelMetadata model) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", model.name());
    json.writeStringField("platform", model.platform());
    json.writeNumberField("max_batch_size", model.maxImages());
    configTensors(json, "input", model.inputs(), true);
    configTensors(json, "output", model.outputs(), false);
    json.writeObjectFieldStart("dynamic_batching");
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void configTensors(
      JsonGenerator json, String name, List<TensorSpec> tensors, boolean areOptional)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (TensorSpec tensor : tensors) {
      json.writeStartObject();
      json.writeStringField("name", tensor.name());
      json.writeStringField("data_type", type(tensor.datatype()));
      longs(json, "dims", tensor.shapeOfOne());
      if (areOptional) {
        json.writeBooleanField("optional", true);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static String type(Datatype datatype) {
    return datatype == Datatype.BYTES ? "TYPE_STRING" : "TYPE_" + datatype.name();
  }

  static void statistics(JsonGenerator json, ModelIdentity model, ModelStatistics counts)
      throws IOException {
    long answered = counts.succeeded();
    json.writeStartObject();
    json.writeStringField("name", model.name());
    json.writeStringField("version", ModelVersion.of(model));
    json.writeNumberField("last_inference", counts.lastMillis());
    json.writeNumberField("inference_count", counts.images());
    json.writeNumberField("execution_count", counts.executions());
    json.writeObjectFieldStart("inference_stats");
    duration(json, "success", answered, counts.succeededNanos());
    duration(json, "fail", counts.failed(), counts.failedNanos());
    duration(json, "queue", answered, counts.queueNanos());
    duration(json, "compute_input", answered, counts.inputNanos());
    duration(json, "compute_infer", answered, counts.inferNanos());
    duration(json, "compute_output", answered, counts.outputNanos());
    json.writeEndObject();
    json.writeArrayFieldStart("batch_stats");
    for (ModelStatistics.Batches batches : counts.batches()) {
      json.writeStartObject();
      json.writeNumberField("batch_size", batches.size());
      duration(json, "compute_input", batches.count(), batches.inputNanos());
      duration(json, "compute_infer", batches.count(), batches.inferNanos());
      duration(json, "compute_output", batches.count(), 0);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void duration(JsonGenerator json, String name, long count, long nanos)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("count", count);
    json.writeNumberField("ns", nanos);
    json.writeEndObject();
  }
}
