package dev.ijepa.ops.compatibility;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.ijepa.v1.ClassifyImageRequest;
import dev.ijepa.v1.ClassifyOptions;
import dev.ijepa.v1.ClassifyRequest;
import dev.ijepa.v1.ElementType;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.EmbedOptions;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.GetModelRequest;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.ListModelsRequest;
import dev.ijepa.v1.Output;
import dev.ijepa.v1.Pixels;
import dev.ijepa.v1.ResponseOrder;
import dev.ijepa.v1.StreamOptions;
import io.grpc.health.v1.HealthCheckRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a client of a version asks for: each method, each kind of image, and what is an error. */
final class CallsToRecord {
  static final String MODEL = "m";

  /** That of the recorded model, in pixels. */
  private static final int SIDE = 16;

  private static final String FEATURES = "ijepa.v1.FeatureService/";
  private static final String MODELS = "ijepa.v1.ModelService/";
  private static final StreamOptions IN_ORDER =
      StreamOptions.newBuilder().setResponseOrder(ResponseOrder.RESPONSE_ORDER_REQUEST).build();

  private final RawCalls calls;
  private final Image encoded;
  private final List<RecordedCall> made = new ArrayList<>();

  /**
   * Calls that go to a server.
   *
   * @param encoded the bytes of a PNG
   */
  CallsToRecord(RawCalls calls, ByteString encoded) {
    this.calls = calls;
    this.encoded = Image.newBuilder().setEncoded(encoded).build();
  }

  List<RecordedCall> makeAll() throws Exception {
    embeds();
    classifies();
    errors();
    make("list-models", MODELS + "ListModels", ListModelsRequest.getDefaultInstance());
    make("get-model", MODELS + "GetModel", GetModelRequest.newBuilder().setName(MODEL).build());
    make("health", "grpc.health.v1.Health/Check", HealthCheckRequest.getDefaultInstance());
    return made;
  }

  private void embeds() throws Exception {
    EmbedImageRequest plain = EmbedImageRequest.newBuilder().setImage(pixels(1)).build();
    EmbedOptions.Builder all =
        EmbedOptions.newBuilder()
            .addOutputs(Output.OUTPUT_EMBEDDING)
            .addOutputs(Output.OUTPUT_EMBEDDING_LAST4)
            .addOutputs(Output.OUTPUT_TOKENS);
    make("embed-pixels", FEATURES + "EmbedImage", plain);
    make("embed-png", FEATURES + "EmbedImage", plain.toBuilder().setImage(encoded).build());
    make(
        "embed-all-normalized",
        FEATURES + "EmbedImage",
        plain.toBuilder().setModel(MODEL).setOptions(all.setL2Normalize(true)).build());
    make(
        "embed-int8",
        FEATURES + "EmbedImage",
        plain.toBuilder().setOptions(all.setElementType(ElementType.ELEMENT_TYPE_INT8)).build());
    Image broken = Image.newBuilder().setEncoded(encoded.getEncoded().substring(0, 40)).build();
    make(
        "embed-stream",
        FEATURES + "Embed",
        EmbedRequest.newBuilder()
            .setRequestId("a")
            .setImage(pixels(2))
            .setStreamOptions(IN_ORDER)
            .build(),
        EmbedRequest.newBuilder().setRequestId("broken").setImage(broken).build(),
        EmbedRequest.newBuilder().setRequestId("b").setImage(encoded).build());
  }

  private void classifies() throws Exception {
    ClassifyImageRequest plain = ClassifyImageRequest.newBuilder().setImage(pixels(3)).build();
    make("classify-default", FEATURES + "ClassifyImage", plain);
    make(
        "classify-top-1",
        FEATURES + "ClassifyImage",
        plain.toBuilder().setOptions(ClassifyOptions.newBuilder().setTopK(1)).build());
    make(
        "classify-stream",
        FEATURES + "Classify",
        ClassifyRequest.newBuilder()
            .setRequestId("a")
            .setImage(pixels(4))
            .setStreamOptions(IN_ORDER)
            .build(),
        ClassifyRequest.newBuilder().setRequestId("b").setImage(encoded).build());
  }

  private void errors() throws Exception {
    EmbedImageRequest plain = EmbedImageRequest.newBuilder().setImage(pixels(1)).build();
    make("error-no-image", FEATURES + "EmbedImage", plain.toBuilder().clearImage().build());
    make(
        "error-unknown-model",
        FEATURES + "EmbedImage",
        plain.toBuilder().setModel("other").build());
    make(
        "error-no-format",
        FEATURES + "EmbedImage",
        plain.toBuilder()
            .setImage(Image.newBuilder().setEncoded(ByteString.copyFromUtf8("no image")))
            .build());
    make(
        "error-get-unknown-model",
        MODELS + "GetModel",
        GetModelRequest.newBuilder().setName("other").build());
  }

  private void make(String name, String method, MessageLite... requests) throws Exception {
    made.add(calls.make(name, method, Stream.of(requests).map(MessageLite::toByteString).toList()));
  }

  /** An image that the model takes as it is: a slope of colours. */
  private static Image pixels(int step) {
    byte[] rgb = new byte[SIDE * SIDE * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i * step);
    }
    return Image.newBuilder()
        .setPixels(
            Pixels.newBuilder().setWidth(SIDE).setHeight(SIDE).setRgb(ByteString.copyFrom(rgb)))
        .build();
  }
}
