package dev.ijepa.server.v2;

import static dev.ijepa.server.v2.InferReader.invalid;

import dev.ijepa.server.http.Body;
import dev.ijepa.server.inference.InferParameters;
import dev.ijepa.server.inference.InputTensor;
import dev.ijepa.server.inference.TensorContents;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.json.JsonReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the inputs of a request. In JSON the elements of BYTES are base64: the bytes of an image
 * are no text. The elements of UINT8 are numbers, in one list or in nested ones.
 */
final class TensorReader {
  private static final String BINARY_DATA_SIZE = "binary_data_size";
  private static final int MOST_AXES = 8;

  /** No request may have more images. */
  private static final int MOST_ELEMENTS = 1024;

  private final JsonReader json;
  private final Body body;
  private final long mostImageBytes;
  private final List<InputTensor> inputs = new ArrayList<>();
  private boolean keepsBody;
  private int nextBinary;
  private long bytes;

  TensorReader(JsonReader json, Body body, int jsonLength, long mostImageBytes) {
    this.json = json;
    this.body = body;
    this.nextBinary = jsonLength;
    this.mostImageBytes = mostImageBytes;
  }

  /**
   * All that were read.
   *
   * @throws FailedException if bytes are left that are of none of them
   */
  List<InputTensor> inputs() throws FailedException {
    if (nextBinary != body.bytes().length) {
      throw invalid(
          "%d bytes follow the JSON and are of no input; binary_data_size says how many are of each"
              .formatted(body.bytes().length - nextBinary));
    }
    return inputs;
  }

  /** What they keep. Raw contents are views of the body, and keep the whole of it. */
  long bytes() {
    return keepsBody ? bytes + body.bytes().length : bytes;
  }

  /** Reads the next one. */
  void read() throws FailedException {
    json.beginObject("inputs");
    String name = "";
    String datatype = "";
    List<Long> shape = List.of();
    Map<String, Object> parameters = new HashMap<>();
    TensorContents contents = null;
    Optional<String> member;
    while ((member = json.nextName()).isPresent()) {
      switch (member.get()) {
        case "name" -> name = json.string("the name of an input");
        case "datatype" -> datatype = json.string("the datatype of an input");
        case "shape" -> shape = shape();
        case "parameters" -> parameters = InferReader.parameters(json);
        case "data" -> contents = data();
        default -> json.skip();
      }
    }
    Object size = parameters.remove(BINARY_DATA_SIZE);
    inputs.add(
        new InputTensor(
            name, datatype, shape, new InferParameters(parameters), contents(contents, size)));
  }

  private TensorContents contents(@Nullable TensorContents data, @Nullable Object binarySize)
      throws FailedException {
    if ((data == null) == (binarySize == null)) {
      throw invalid("an input must have either data or the parameter binary_data_size");
    }
    if (data != null) {
      return data;
    }
    int left = body.bytes().length - nextBinary;
    if (!(binarySize instanceof Long size) || size < 0 || size > left) {
      throw invalid(
          "binary_data_size of an input is not the number of its bytes behind the JSON; there are %d more"
              .formatted(left));
    }
    ByteBuffer raw = ByteBuffer.wrap(body.bytes(), nextBinary, size.intValue()).slice();
    nextBinary += size.intValue();
    keepsBody = true;
    return new TensorContents.Raw(raw);
  }

  private List<Long> shape() throws FailedException {
    List<Long> shape = new ArrayList<>();
    json.beginArray("the shape of an input");
    while (json.hasNext()) {
      if (shape.size() == MOST_AXES) {
        throw invalid("the shape of an input has more than %d axes".formatted(MOST_AXES));
      }
      shape.add(json.integer("an axis of a shape"));
    }
    return shape;
  }

  private TensorContents data() throws FailedException {
    List<ByteBuffer> elements = new ArrayList<>();
    ByteValues values = new ByteValues(body.charge());
    data(elements, values);
    if (!elements.isEmpty() && values.size() > 0) {
      throw invalid("the data of an input has strings and numbers");
    }
    bytes += values.size();
    return elements.isEmpty()
        ? new TensorContents.Integers(values)
        : new TensorContents.Elements(elements);
  }

  private void data(List<ByteBuffer> elements, ByteValues values) throws FailedException {
    json.beginArray("the data of an input");
    while (json.hasNext()) {
      if (json.isArray()) {
        data(elements, values);
      } else if (json.isString()) {
        if (elements.size() == MOST_ELEMENTS) {
          throw invalid("the data of an input has more than %d strings".formatted(MOST_ELEMENTS));
        }
        byte[] element = json.text("an element").base64(mostImageBytes);
        bytes += element.length;
        elements.add(ByteBuffer.wrap(element));
      } else {
        values.append(json.integer("an element"));
      }
    }
  }
}
