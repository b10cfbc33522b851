package dev.ijepa.server.v2;

import dev.ijepa.server.http.Body;
import dev.ijepa.server.inference.InferParameters;
import dev.ijepa.server.inference.InferRequest;
import dev.ijepa.server.inference.InputTensor;
import dev.ijepa.server.inference.RequestedOutput;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.json.JsonReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads requests for inferences: JSON, and behind it the bytes of tensors, if there are any. */
final class InferReader {
  private static final String BINARY_DATA = "binary_data";
  private static final String BINARY_DATA_OUTPUT = "binary_data_output";
  private static final int MOST_TENSORS = 16;
  private static final int MOST_PARAMETERS = 32;

  private final JsonReader json;
  private final TensorReader tensors;
  private String id = "";
  private InferParameters parameters = InferParameters.NONE;
  private List<InputTensor> inputs = List.of();
  private final List<RequestedOutput> outputs = new ArrayList<>();
  private final Set<String> binary = new HashSet<>();
  private final Set<String> plain = new HashSet<>();
  private boolean isBinaryByDefault;

  private InferReader(Body body, int jsonLength, long mostImageBytes) throws FailedException {
    this.json = new JsonReader(body.bytes(), jsonLength, body.charge());
    this.tensors = new TensorReader(json, body, jsonLength, mostImageBytes);
  }

  /**
   * Reads a request.
   *
   * @param jsonLength what the header of the binary extension says; without it all is JSON
   * @param mostImageBytes of an image in base64
   * @throws FailedException if it is none, naming what is wrong
   */
  static InferBody read(
      String model, String version, Body body, Optional<String> jsonLength, long mostImageBytes)
      throws FailedException {
    InferReader reader = new InferReader(body, jsonLength(body, jsonLength), mostImageBytes);
    reader.read();
    return new InferBody(
        new InferRequest(
            model, version, reader.id, reader.parameters, reader.inputs, reader.outputs),
        reader.tensors.bytes(),
        new BinaryOutputs(reader.binary, reader.isBinaryByDefault, reader.plain));
  }

  private static int jsonLength(Body body, Optional<String> header) throws FailedException {
    int all = body.bytes().length;
    if (header.isEmpty()) {
      return all;
    }
    if (!header.get().matches("[0-9]{1,9}") || Integer.parseInt(header.get()) > all) {
      throw invalid(
          "%s must be the number of bytes of the JSON; the body has %d"
              .formatted(InferBody.JSON_LENGTH, all));
    }
    return Integer.parseInt(header.get());
  }

  private void read() throws FailedException {
    json.beginObject("the body");
    Optional<String> name;
    while ((name = json.nextName()).isPresent()) {
      switch (name.get()) {
        case "id" -> id = json.string("id");
        case "parameters" -> parameters = requestParameters();
        case "inputs" -> inputs();
        case "outputs" -> outputs();
        // KServe's SDK names the model here as well.
        default -> json.skip();
      }
    }
    json.requireEnd();
    inputs = tensors.inputs();
    requirePlainCanBeWritten();
  }

  private InferParameters requestParameters() throws FailedException {
    Map<String, Object> values = parameters(json);
    isBinaryByDefault = Boolean.TRUE.equals(values.remove(BINARY_DATA_OUTPUT));
    return new InferParameters(values);
  }

  private void inputs() throws FailedException {
    json.beginArray("inputs");
    for (int count = 0; json.hasNext(); count++) {
      requireFew(count, MOST_TENSORS, "inputs");
      tensors.read();
    }
  }

  private void outputs() throws FailedException {
    json.beginArray("outputs");
    while (json.hasNext()) {
      requireFew(outputs.size(), MOST_TENSORS, "outputs");
      output();
    }
  }

  private void output() throws FailedException {
    json.beginObject("outputs");
    String name = "";
    Map<String, Object> values = new HashMap<>();
    Optional<String> member;
    while ((member = json.nextName()).isPresent()) {
      switch (member.get()) {
        case "name" -> name = json.string("the name of an output");
        case "parameters" -> values = parameters(json);
        default -> json.skip();
      }
    }
    Object asked = values.remove(BINARY_DATA);
    if (asked != null) {
      (Boolean.TRUE.equals(asked) ? binary : plain).add(name);
    }
    outputs.add(new RequestedOutput(name, new InferParameters(values)));
  }

  /** Numbers of two bytes have no form in JSON: the protocol has them as bytes alone. */
  private void requirePlainCanBeWritten() throws FailedException {
    Object datatype = parameters.values().get("datatype");
    BinaryOutputs asked = new BinaryOutputs(binary, isBinaryByDefault, plain);
    boolean isHalf = "FP16".equals(datatype) || "BF16".equals(datatype);
    boolean isAllBinary =
        outputs.isEmpty()
            ? isBinaryByDefault
            : outputs.stream().allMatch(output -> asked.has(output.name()));
    if (isHalf && !isAllBinary) {
      throw invalid(
          "outputs of FP16 and BF16 must be binary: set binary_data_output, or binary_data of each");
    }
  }

  static Map<String, Object> parameters(JsonReader json) throws FailedException {
    Map<String, Object> values = new HashMap<>();
    json.beginObject("parameters");
    Optional<String> name;
    while ((name = json.nextName()).isPresent()) {
      requireFew(values.size(), MOST_PARAMETERS, "parameters");
      values.put(name.get(), json.scalar("a parameter"));
    }
    return values;
  }

  private static void requireFew(int count, int most, String what) throws FailedException {
    if (count == most) {
      throw invalid("there are more than %d %s".formatted(most, what));
    }
  }

  static FailedException invalid(String message) {
    return new FailedException(Reason.REQUEST_INVALID, message);
  }
}
