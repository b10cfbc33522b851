package dev.ijepa.ops.e2e;

import static dev.ijepa.ops.e2e.RunningServer.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.util.Durations;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.ijepa.v1.Block;
import dev.ijepa.v1.ClassifyImageRequest;
import dev.ijepa.v1.ElementType;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.EmbedOptions;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.EmbedResponse;
import dev.ijepa.v1.Features;
import dev.ijepa.v1.Geometry;
import dev.ijepa.v1.GetModelRequest;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.ModelServiceGrpc;
import dev.ijepa.v1.Output;
import dev.ijepa.v1.OutputTensor;
import dev.ijepa.v1.Pixels;
import dev.ijepa.v1.ResponseOrder;
import dev.ijepa.v1.StreamOptions;
import dev.ijepa.v1.Tensor;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract of FeatureService, by the generated stubs alone. */
@Timeout(120)
class FeatureServiceTest {
  private static final String DIGIT = "digit-7-0566.png";

  private static RunningServer server;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aBrokenImageInTheMiddleOfAStreamFailsAlone() throws Exception {
    RawStream stream = new RawStream(server.channel());
    stream.send(request("before").setImage(image(DIGIT)).build());
    stream.send(
        request("broken")
            .setImage(
                Image.newBuilder().setEncoded(image("cat.jpg").getEncoded().substring(0, 9_000)))
            .build());
    stream.send(request("text").setImage(encoded("<html>not an image</html>")).build());
    stream.send(request("nothing").build());
    stream.send(request("after").setImage(image("rocket.jpg")).build());
    stream.halfClose();

    assertThat(stream.end().getCode()).isEqualTo(Code.OK);
    List<EmbedResponse> responses = stream.rest();
    assertThat(responses).hasSize(5);
    assertThat(response(responses, "before").hasFeatures()).isTrue();
    assertThat(response(responses, "after").hasFeatures()).isTrue();
    assertThat(reason(response(responses, "broken").getError())).isEqualTo("IMAGE_CORRUPT");
    assertThat(reason(response(responses, "text").getError()))
        .isEqualTo("IMAGE_FORMAT_UNSUPPORTED");
    assertThat(reason(response(responses, "nothing").getError())).isEqualTo("REQUEST_INVALID");
    assertThat(response(responses, "nothing").getError().getMessage()).contains("image.encoded");
  }

  @Test
  void anItemWithAFieldOfANewerClientFailsAloneInItsStream() throws Exception {
    RawStream stream = new RawStream(server.channel());
    EmbedOptions newer = EmbedOptions.newBuilder().setUnknownFields(field77()).build();
    stream.send(request("newer").setImage(image(DIGIT)).setOptions(newer).build());
    stream.send(request("fine").setImage(image(DIGIT)).build());
    stream.send(request("newer, too").setImage(image(DIGIT)).setUnknownFields(field77()).build());
    stream.send(
        request("not yet")
            .setImage(image(DIGIT))
            .setOptions(EmbedOptions.newBuilder().addBlocks(Block.getDefaultInstance()))
            .build());
    stream.halfClose();

    assertThat(stream.end().getCode()).isEqualTo(Code.OK);
    List<EmbedResponse> responses = stream.rest();
    assertThat(responses).hasSize(4);
    assertThat(response(responses, "fine").hasFeatures()).isTrue();
    Status options = response(responses, "newer").getError();
    assertThat(reason(options)).isEqualTo("REQUEST_INVALID");
    assertThat(options.getMessage()).contains("field 77", "ijepa.v1.EmbedOptions");
    Status item = response(responses, "newer, too").getError();
    assertThat(reason(item)).isEqualTo("REQUEST_INVALID");
    assertThat(item.getMessage()).contains("field 77", "ijepa.v1.EmbedRequest");
    assertThat(response(responses, "not yet").getError().getMessage())
        .contains("options.blocks is not implemented");
  }

  @Test
  void aSingleCallWithAFieldOfANewerClientIsRefused() throws Exception {
    assertFails(
        EmbedImageRequest.newBuilder()
            .setImage(image(DIGIT).toBuilder().setUnknownFields(field77())),
        Code.INVALID_ARGUMENT,
        "REQUEST_INVALID",
        "field 77");
    GetModelRequest model = GetModelRequest.newBuilder().setUnknownFields(field77()).build();
    assertThatThrownBy(() -> ModelServiceGrpc.newBlockingStub(server.channel()).getModel(model))
        .hasMessageContaining("field 77");
  }

  @Test
  void theContractsOfOthersMayHaveNewerClients() {
    HealthCheckRequest newer = HealthCheckRequest.newBuilder().setUnknownFields(field77()).build();

    assertThat(HealthGrpc.newBlockingStub(server.channel()).check(newer).getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  private static UnknownFieldSet field77() {
    return UnknownFieldSet.newBuilder()
        .addField(77, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
        .build();
  }

  @Test
  void everyRequestOfALongStreamIsAnsweredOnce() throws Exception {
    RawStream stream = new RawStream(server.channel());
    Image image = image(DIGIT);
    int count = 2_000;
    IntStream.range(0, count)
        .forEach(i -> stream.send(request(Integer.toString(i)).setImage(image).build()));
    stream.halfClose();

    assertThat(stream.end().getCode()).isEqualTo(Code.OK);
    Set<String> answered = new HashSet<>();
    for (EmbedResponse response : stream.rest()) {
      assertThat(response.hasFeatures()).isTrue();
      assertThat(answered.add(response.getRequestId())).isTrue();
    }
    assertThat(answered).hasSize(count);
  }

  @Test
  void responsesComeInTheOrderOfTheRequestsIfAskedFor() throws Exception {
    RawStream stream = new RawStream(server.channel());
    // Large images first: as they are ready, the small ones would overtake.
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      EmbedRequest.Builder request = request("r" + i).setImage(image(i < 8 ? "cat.jpg" : DIGIT));
      if (i == 0) {
        request.setStreamOptions(
            StreamOptions.newBuilder().setResponseOrder(ResponseOrder.RESPONSE_ORDER_REQUEST));
      }
      ids.add("r" + i);
      stream.send(request.build());
    }
    stream.halfClose();

    assertThat(stream.end().getCode()).isEqualTo(Code.OK);
    assertThat(stream.rest())
        .extracting(EmbedResponse::getRequestId)
        .containsExactlyElementsOf(ids);
  }

  @Test
  void streamOptionsAreForTheFirstRequestAlone() throws Exception {
    RawStream stream = new RawStream(server.channel());
    StreamOptions options = StreamOptions.getDefaultInstance();
    stream.send(request("a").setImage(image(DIGIT)).setStreamOptions(options).build());
    assertThat(stream.next().hasFeatures()).isTrue();
    stream.send(request("b").setImage(image(DIGIT)).setStreamOptions(options).build());
    assertThat(reason(stream.next().getError())).isEqualTo("REQUEST_INVALID");
    stream.send(request("c").setImage(image(DIGIT)).build());
    assertThat(stream.next().hasFeatures()).isTrue();
    stream.halfClose();

    assertThat(stream.end().getCode()).isEqualTo(Code.OK);
  }

  @Test
  void anItemWhoseTimeIsOverIsAnsweredWithItsError() throws Exception {
    RawStream stream = new RawStream(server.channel());
    stream.send(request("late").setImage(image(DIGIT)).setTimeout(Durations.fromNanos(1)).build());
    assertThat(reason(stream.next().getError())).isEqualTo("ITEM_EXPIRED");
    stream.send(
        request("never").setImage(image(DIGIT)).setTimeout(Durations.fromSeconds(-1)).build());
    assertThat(reason(stream.next().getError())).isEqualTo("REQUEST_INVALID");
    stream.send(
        request("fine").setImage(image(DIGIT)).setTimeout(Durations.fromSeconds(60)).build());
    assertThat(stream.next().hasFeatures()).isTrue();
  }

  @Test
  void aLongRequestIdIsRefusedAndItsBeginningEchoed() throws Exception {
    RawStream stream = new RawStream(server.channel());
    stream.send(request("x".repeat(300)).setImage(image(DIGIT)).build());

    EmbedResponse response = stream.next();

    assertThat(response.getRequestId()).matches("x+").hasSizeLessThan(257);
    assertThat(reason(response.getError())).isEqualTo("REQUEST_INVALID");
  }

  @Test
  void outputsComeAsTheyWereAskedForInEveryElementType() throws Exception {
    float[] exact = floats(embed(DIGIT, EmbedOptions.newBuilder()).getOutputs(0).getTensor());

    for (ElementType type :
        List.of(
            ElementType.ELEMENT_TYPE_F16,
            ElementType.ELEMENT_TYPE_BF16,
            ElementType.ELEMENT_TYPE_INT8)) {
      Features features =
          embed(
              DIGIT,
              EmbedOptions.newBuilder()
                  .addOutputs(Output.OUTPUT_TOKENS)
                  .addOutputs(Output.OUTPUT_EMBEDDING)
                  .setElementType(type));

      assertThat(features.getOutputs(0).getOutput()).isEqualTo(Output.OUTPUT_TOKENS);
      assertThat(features.getOutputsList())
          .extracting(OutputTensor::getKey)
          .containsExactly("TOKENS", "EMBEDDING");
      assertThat(features.getOutputs(0).getTensor().getShapeList()).containsExactly(49, 128);
      Tensor tensor = features.getOutputs(1).getTensor();
      assertThat(tensor.getElementType()).isEqualTo(type);
      assertThat(tensor.getShapeList()).containsExactly(128);
      assertThat(tensor.getData().size())
          .isEqualTo(type == ElementType.ELEMENT_TYPE_INT8 ? 128 : 256);
    }
    assertThat(exact).hasSize(128);
  }

  @Test
  void normalisedEmbeddingsHaveTheLengthOne() throws Exception {
    float[] plain = floats(embed(DIGIT, EmbedOptions.newBuilder()).getOutputs(0).getTensor());
    float[] unit =
        floats(
            embed(DIGIT, EmbedOptions.newBuilder().setL2Normalize(true)).getOutputs(0).getTensor());

    double norm = Math.sqrt(IntStream.range(0, 128).mapToDouble(i -> plain[i] * plain[i]).sum());
    for (int i = 0; i < unit.length; i++) {
      assertThat((double) unit[i])
          .isCloseTo(plain[i] / norm, org.assertj.core.data.Offset.offset(1e-6));
    }
  }

  @Test
  void pixelsOfTheModelsSizeReachItUntouched() throws Exception {
    var golden = dev.ijepa.models.GoldenFile.read(dev.ijepa.models.GoldenFile.EMBEDDED);
    EmbedImageRequest request =
        EmbedImageRequest.newBuilder()
            .setImage(
                Image.newBuilder()
                    .setPixels(
                        Pixels.newBuilder()
                            .setWidth(56)
                            .setHeight(56)
                            .setRgb(ByteString.copyFrom(golden.pixels("cat.jpg")))))
            .build();

    float[] actual =
        floats(server.blocking().embedImage(request).getFeatures().getOutputs(0).getTensor());

    assertThat(
            dev.ijepa.models.GoldenFile.relativeL2(
                actual, golden.output("cat.jpg", dev.ijepa.models.Output.EMBEDDING)))
        .isLessThan(1e-5);
  }

  @Test
  void badUnaryRequestsSayWhatIsWrongAndWhatIsAllowed() throws Exception {
    Image digit = image(DIGIT);

    assertFails(
        EmbedImageRequest.newBuilder().setModel("resnet").setImage(digit),
        Code.NOT_FOUND,
        "MODEL_UNKNOWN",
        "embedded");
    assertFails(
        EmbedImageRequest.newBuilder()
            .setImage(digit)
            .setOptions(
                EmbedOptions.newBuilder()
                    .addOutputs(Output.OUTPUT_EMBEDDING)
                    .addOutputs(Output.OUTPUT_EMBEDDING)),
        Code.INVALID_ARGUMENT,
        "REQUEST_INVALID",
        "twice");
    assertFails(
        EmbedImageRequest.newBuilder()
            .setImage(digit)
            .setOptions(EmbedOptions.newBuilder().addOutputsValue(77)),
        Code.INVALID_ARGUMENT,
        "REQUEST_INVALID",
        "OUTPUT_TOKENS");
    assertFails(
        EmbedImageRequest.newBuilder()
            .setImage(digit)
            .setOptions(EmbedOptions.newBuilder().addOutputs(Output.OUTPUT_BLOCK)),
        Code.INVALID_ARGUMENT,
        "REQUEST_INVALID",
        "OUTPUT_BLOCK");
    assertFails(
        EmbedImageRequest.newBuilder()
            .setImage(digit)
            .setOptions(EmbedOptions.newBuilder().setElementTypeValue(77)),
        Code.INVALID_ARGUMENT,
        "REQUEST_INVALID",
        "options.element_type");
    assertFails(
        EmbedImageRequest.newBuilder()
            .setImage(digit)
            .setOptions(
                EmbedOptions.newBuilder().setGeometry(Geometry.newBuilder().setFitValue(77))),
        Code.INVALID_ARGUMENT,
        "REQUEST_INVALID",
        "options.geometry is not implemented");
    assertFails(
        EmbedImageRequest.newBuilder()
            .setImage(Image.newBuilder().setPixels(Pixels.newBuilder().setWidth(-1).setHeight(-1))),
        Code.RESOURCE_EXHAUSTED,
        "IMAGE_TOO_LARGE",
        "4294967295");
    assertFails(
        EmbedImageRequest.newBuilder()
            .setImage(
                Image.newBuilder()
                    .setPixels(
                        Pixels.newBuilder()
                            .setWidth(2)
                            .setHeight(2)
                            .setRgb(ByteString.copyFrom(new byte[11])))),
        Code.INVALID_ARGUMENT,
        "REQUEST_INVALID",
        "12 bytes");
  }

  @Test
  void topKIsFiveUnlessSaidOtherwise() throws Exception {
    Image digit = image(DIGIT);

    assertThat(classes(ClassifyImageRequest.newBuilder().setImage(digit))).isEqualTo(5);
    assertThat(classes(ClassifyImageRequest.newBuilder().setImage(digit), 3)).isEqualTo(3);
    assertThat(classes(ClassifyImageRequest.newBuilder().setImage(digit), 0)).isEqualTo(10);
    assertThat(classes(ClassifyImageRequest.newBuilder().setImage(digit), -1)).isEqualTo(10);
  }

  private static int classes(ClassifyImageRequest.Builder request) {
    return server.blocking().classifyImage(request.build()).getClassification().getClassesCount();
  }

  private static int classes(ClassifyImageRequest.Builder request, int topK) {
    request.getOptionsBuilder().setTopK(topK);
    return classes(request);
  }

  private static void assertFails(
      EmbedImageRequest.Builder request, Code code, String reason, String inMessage)
      throws Exception {
    StatusRuntimeException failure =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> server.blocking().embedImage(request.build()));

    assertThat(failure).as(reason).isNotNull();
    assertThat(failure.getStatus().getCode()).isEqualTo(code);
    assertThat(failure).hasMessageContaining(inMessage);
    assertThat(reason(StatusProto.fromThrowable(failure))).isEqualTo(reason);
  }

  private static Features embed(String sample, EmbedOptions.Builder options) throws IOException {
    return server
        .blocking()
        .embedImage(
            EmbedImageRequest.newBuilder().setImage(image(sample)).setOptions(options).build())
        .getFeatures();
  }

  private static float[] floats(Tensor tensor) {
    float[] values = new float[tensor.getData().size() / Float.BYTES];
    tensor
        .getData()
        .asReadOnlyByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return values;
  }

  private static EmbedRequest.Builder request(String id) {
    return EmbedRequest.newBuilder().setRequestId(id);
  }

  private static Image encoded(String text) {
    return Image.newBuilder().setEncoded(ByteString.copyFromUtf8(text)).build();
  }

  private static EmbedResponse response(List<EmbedResponse> responses, String id) {
    return responses.stream().filter(r -> r.getRequestId().equals(id)).findFirst().orElseThrow();
  }

  private static String reason(Status status) throws Exception {
    for (Any detail : status.getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        return detail.unpack(ErrorInfo.class).getReason();
      }
    }
    throw new AssertionError("no ErrorInfo in " + status);
  }
}
