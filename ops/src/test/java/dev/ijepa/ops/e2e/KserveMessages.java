package dev.ijepa.ops.e2e;

import com.google.protobuf.ByteString;
import dev.ijepa.inference.InferParameter;
import dev.ijepa.inference.ModelInferRequest;
import dev.ijepa.inference.ModelInferRequest.InferInputTensor;
import dev.ijepa.inference.ModelInferRequest.InferRequestedOutputTensor;
import dev.ijepa.inference.ModelInferResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Requests and responses of the Open Inference Protocol. */
public final class KserveMessages {
  private static final int SIDE = 56;

  private KserveMessages() {}

  /** A request for files, in raw contents. */
  public static ModelInferRequest.Builder files(ByteString... files) {
    return ModelInferRequest.newBuilder()
        .addInputs(
            InferInputTensor.newBuilder()
                .setName("IMAGE")
                .setDatatype("BYTES")
                .addShape(files.length)
                .addShape(1))
        .addRawInputContents(prefixed(files));
  }

  /** Each element behind its length. */
  static ByteString prefixed(ByteString... elements) {
    ByteString all = ByteString.EMPTY;
    for (ByteString element : elements) {
      byte[] length = new byte[Integer.BYTES];
      ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putInt(element.size());
      all = all.concat(ByteString.copyFrom(length)).concat(element);
    }
    return all;
  }

  /** A request for samples, as pixels in raw contents. */
  static ModelInferRequest.Builder samples(int... samples) {
    ByteString all = ByteString.EMPTY;
    for (int sample : samples) {
      all = all.concat(ByteString.copyFrom(Samples.pixels(sample)));
    }
    return ModelInferRequest.newBuilder()
        .addInputs(
            InferInputTensor.newBuilder()
                .setName("PIXELS")
                .setDatatype("UINT8")
                .addAllShape(List.of((long) samples.length, (long) SIDE, (long) SIDE, 3L)))
        .addRawInputContents(all);
  }

  static InferRequestedOutputTensor output(String name) {
    return InferRequestedOutputTensor.newBuilder().setName(name).build();
  }

  public static InferRequestedOutputTensor classes(String name, long count) {
    return InferRequestedOutputTensor.newBuilder()
        .setName(name)
        .putParameters("classification", InferParameter.newBuilder().setInt64Param(count).build())
        .build();
  }

  static InferParameter flag(boolean value) {
    return InferParameter.newBuilder().setBoolParam(value).build();
  }

  static InferParameter number(long value) {
    return InferParameter.newBuilder().setUint64Param(value).build();
  }

  public static InferParameter text(String value) {
    return InferParameter.newBuilder().setStringParam(value).build();
  }

  /** The float32 values of one output, all images together. */
  static float[] floats(ModelInferResponse response, int output) {
    ByteString data = response.getRawOutputContents(output);
    float[] values = new float[data.size() / Float.BYTES];
    data.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  /** The texts of one output. */
  public static List<String> texts(ModelInferResponse response, int output) {
    ByteBuffer data =
        response.getRawOutputContents(output).asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    List<String> texts = new ArrayList<>();
    while (data.hasRemaining()) {
      byte[] text = new byte[data.getInt()];
      data.get(text);
      texts.add(new String(text, java.nio.charset.StandardCharsets.UTF_8));
    }
    return texts;
  }
}
