package dev.ijepa.ops.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.ijepa.ops.e2e.Gate;
import dev.ijepa.ops.e2e.RunningServer;
import dev.ijepa.ops.e2e.TestingParts;
import dev.ijepa.v1.ClassifyImageRequest;
import dev.ijepa.v1.ClassifyImageResponse;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.EmbedImageResponse;
import dev.ijepa.v1.FeatureServiceGrpc;
import dev.ijepa.v1.GetModelRequest;
import dev.ijepa.v1.GetModelResponse;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.ListModelsRequest;
import dev.ijepa.v1.ListModelsResponse;
import dev.ijepa.v1.ModelServiceGrpc;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract ijepa.v1 by Connect and gRPC-Web: the same answers as over gRPC. */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
class WebProtocolsTest {
  private static final String EMBED = "/ijepa.v1.FeatureService/EmbedImage";
  private static final String CLASSIFY = "/ijepa.v1.FeatureService/ClassifyImage";
  private static final String LIST = "/ijepa.v1.ModelService/ListModels";
  private static final String GET = "/ijepa.v1.ModelService/GetModel";
  private static final String SAMPLE = "digit-0-0076.png";

  private final TestingParts parts = new TestingParts();
  private RunningServer server;
  private HttpClients http;
  private EmbedImageRequest request;
  private ByteString expected;

  @BeforeAll
  void start() throws Exception {
    server = RunningServer.start(options -> options.http.httpPort = 0, parts);
    http = new HttpClients(server.server().httpPort().orElseThrow(), Version.HTTP_1_1);
    request = EmbedImageRequest.newBuilder().setImage(RunningServer.image(SAMPLE)).build();
    expected = tensor(FeatureServiceGrpc.newBlockingStub(server.channel()).embedImage(request));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static ByteString tensor(EmbedImageResponse response) {
    return response.getFeatures().getOutputs(0).getTensor().getData();
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void connectGivesTheVectorsOfGrpc(Version version) throws Exception {
    HttpClients client = new HttpClients(server.server().httpPort().orElseThrow(), version);

    HttpResponse<byte[]> response =
        client.post(
            EMBED, "application/proto", request.toByteArray(), "connect-protocol-version", "1");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/proto");
    assertThat(tensor(EmbedImageResponse.parseFrom(response.body()))).isEqualTo(expected);
  }

  @Test
  void connectSpeaksJson() throws Exception {
    HttpResponse<byte[]> response = json(EMBED, request);

    EmbedImageResponse.Builder answer = EmbedImageResponse.newBuilder();
    JsonFormat.parser().merge(HttpClients.text(response), answer);
    assertThat(tensor(answer.build())).isEqualTo(expected);
  }

  @Test
  void aBodyOfConnectMayBeCompressed() throws Exception {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(compressed)) {
      request.writeTo(gzip);
    }

    HttpResponse<byte[]> response =
        http.post(EMBED, "application/proto", compressed.toByteArray(), "Content-Encoding", "gzip");

    assertThat(tensor(EmbedImageResponse.parseFrom(response.body()))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/grpc-web",
        "application/grpc-web+proto",
        "application/grpc-web-text",
        "application/grpc-web-text+proto"
      })
  void grpcWebGivesTheVectorsOfGrpc(String type) throws Exception {
    boolean isText = type.contains("text");

    HttpResponse<byte[]> response = grpcWeb(EMBED, type, request);

    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith(isText ? "application/grpc-web-text" : "application/grpc-web");
    ByteBuffer frames = frames(response, isText);
    assertThat(frames.get()).isZero();
    byte[] message = new byte[frames.getInt()];
    frames.get(message);
    assertThat(tensor(EmbedImageResponse.parseFrom(message))).isEqualTo(expected);
    assertThat(trailers(frames)).isEqualTo("grpc-status: 0\r\n");
  }

  @Test
  void allUnaryMethodsAreServed() throws Exception {
    GetModelRequest embedded = GetModelRequest.newBuilder().setName("embedded").build();
    var models = ModelServiceGrpc.newBlockingStub(server.channel());

    ClassifyImageResponse classified =
        ClassifyImageResponse.parseFrom(
            http.post(
                    CLASSIFY,
                    "application/proto",
                    ClassifyImageRequest.newBuilder()
                        .setImage(request.getImage())
                        .build()
                        .toByteArray())
                .body());
    HttpResponse<byte[]> list = http.post(LIST, "application/proto", new byte[0]);
    HttpResponse<byte[]> get = http.post(GET, "application/proto", embedded.toByteArray());

    assertThat(classified.getClassification().getClasses(0).getLabel()).isEqualTo("0");
    assertThat(ListModelsResponse.parseFrom(list.body()))
        .isEqualTo(models.listModels(ListModelsRequest.getDefaultInstance()));
    assertThat(GetModelResponse.parseFrom(get.body())).isEqualTo(models.getModel(embedded));
  }

  @Test
  void noUnaryMethodOfTheContractIsForgotten() throws Exception {
    List<MethodDescriptor<?, ?>> unary =
        Stream.of(
                FeatureServiceGrpc.getServiceDescriptor(), ModelServiceGrpc.getServiceDescriptor())
            .flatMap(service -> service.getMethods().stream())
            .filter(method -> method.getType() == MethodDescriptor.MethodType.UNARY)
            .toList();

    assertThat(unary).hasSizeGreaterThan(3);
    for (MethodDescriptor<?, ?> method : unary) {
      String path = "/" + method.getFullMethodName();
      assertThat(http.post(path, "application/json", bytes("{}")).statusCode())
          .as(path)
          .isIn(200, 400);
    }
  }

  static Stream<EmbedImageRequest> requestsAtFault() {
    Image image = Image.newBuilder().setEncoded(ByteString.copyFromUtf8("nonsense")).build();
    return Stream.of(
        EmbedImageRequest.newBuilder().setImage(image).build(),
        EmbedImageRequest.newBuilder().setImage(image).setModel("other").build(),
        EmbedImageRequest.getDefaultInstance());
  }

  @ParameterizedTest
  @MethodSource("requestsAtFault")
  void faultsAreThoseOfGrpc(EmbedImageRequest faulty) throws Exception {
    Status overGrpc = overGrpc(faulty);

    HttpResponse<byte[]> connect = http.post(EMBED, "application/proto", faulty.toByteArray());
    String trailers = trailers(frames(grpcWeb(EMBED, "application/grpc-web-text", faulty), true));

    assertThat(connect.statusCode()).isIn(400, 404);
    JsonObject error = JsonParser.parseString(HttpClients.text(connect)).getAsJsonObject();
    assertThat(error.get("code").getAsString().toUpperCase(java.util.Locale.ROOT))
        .isEqualTo(com.google.rpc.Code.forNumber(overGrpc.getCode()).name());
    assertThat(error.get("message").getAsString()).isEqualTo(overGrpc.getMessage());
    JsonObject detail = error.getAsJsonArray("details").get(0).getAsJsonObject();
    assertThat(detail.get("type").getAsString()).isEqualTo("google.rpc.ErrorInfo");
    assertThat(ErrorInfo.parseFrom(Base64.getDecoder().decode(detail.get("value").getAsString())))
        .isEqualTo(overGrpc.getDetails(0).unpack(ErrorInfo.class));
    assertThat(trailers).startsWith("grpc-status: " + overGrpc.getCode() + "\r\n");
    String details = trailers.replaceAll("(?s).*grpc-status-details-bin: (\\S+)\r\n", "$1");
    assertThat(Status.parseFrom(Base64.getDecoder().decode(details))).isEqualTo(overGrpc);
  }

  private Status overGrpc(EmbedImageRequest faulty) {
    try {
      FeatureServiceGrpc.newBlockingStub(server.channel()).embedImage(faulty);
      throw new AssertionError("gRPC answers " + faulty);
    } catch (io.grpc.StatusRuntimeException e) {
      return io.grpc.protobuf.StatusProto.fromThrowable(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        EMBED + "|text/plain|{}|415|invalid_argument",
        EMBED + "|application/connect+proto|{}|415|invalid_argument",
        EMBED + "|application/proto|nonsense|400|invalid_argument",
        EMBED + "|application/json|{|400|invalid_argument",
        EMBED + "|application/json|{\"regions\": []}|400|regions",
        EMBED + "|application/json|{\"options\": {\"dimensions\": 8}}|400|options.dimensions",
        GET + "|application/json|{\"name\": \"other\"}|404|not_found",
        EMBED + "?x=1|application/json|{}|400|invalid_argument",
        "/ijepa.v1.FeatureService/Embed|application/proto|{}|404|no such path",
      })
  void whatIsWrongIsNamed(String path, String type, String body, int status, String named)
      throws Exception {
    HttpResponse<byte[]> response = http.post(path, type, body.getBytes(StandardCharsets.UTF_8));

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(HttpClients.text(response)).contains(named);
  }

  @Test
  void aBodyWithoutATypeIsToldWhichThereAre() throws Exception {
    try (RawHttp client = new RawHttp(server.server().httpPort().orElseThrow())) {
      client.send("POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n".formatted(EMBED));

      assertThat(client.response())
          .startsWith("HTTP/1.1 415 ")
          .contains("application/json", "application/grpc-web-text");
    }
  }

  @Test
  void anotherVersionOfConnectIsRefused() throws Exception {
    HttpResponse<byte[]> response =
        http.post(LIST, "application/json", bytes("{}"), "Connect-Protocol-Version", "2");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(HttpClients.text(response)).contains("Connect-Protocol-Version must be 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0000",
        "0000000001",
        "000000000200",
        "0000000000",
        "01000000020000",
        "8000000000"
      })
  void bodiesThatAreNotOneFrameAreRefused(String hex) throws Exception {
    byte[] body = java.util.HexFormat.of().parseHex(hex);

    HttpResponse<byte[]> response = http.post(GET, "application/grpc-web", body);

    assertThat(response.statusCode()).isEqualTo(200);
    String trailers = trailers(frames(response, false));
    // One frame of no bytes is a message: it names no model, which means the default one.
    assertThat(trailers).startsWith(hex.equals("0000000000") ? "grpc-status: 0" : "grpc-status: 3");
  }

  @ParameterizedTest
  @CsvSource({"connect-timeout-ms, 300", "grpc-timeout, 300m"})
  void anItemThatIsLateIsGivenUp(String header, String value) throws Exception {
    Gate gate = parts.engine().hold();
    try {
      var blocker = http.postAsync(EMBED, "application/proto", request.toByteArray());
      gate.awaitRun();

      HttpResponse<byte[]> late =
          http.post(EMBED, "application/proto", request.toByteArray(), header, value);
      HttpResponse<byte[]> lateToo =
          http.post(EMBED, "application/grpc-web", frame(request), header, value);

      assertThat(late.statusCode()).isEqualTo(504);
      assertThat(HttpClients.text(late)).contains("deadline_exceeded");
      assertThat(trailers(frames(lateToo, false))).startsWith("grpc-status: 4\r\n");
      gate.open();
      assertThat(blocker.get().statusCode()).isEqualTo(200);
    } finally {
      gate.open();
      parts.engine().mend();
    }
  }

  @Test
  void aMessageThatIsTooLargeIsRefusedAtItsHeaders() throws Exception {
    try (RawHttp client =
        new RawHttp(server.server().httpPort().orElseThrow())
            .sendHead(EMBED, "application/proto", 1L << 40)) {
      assertThat(client.response())
          .startsWith("HTTP/1.1 429 ")
          .contains("resource_exhausted", "bytes that are allowed");
    }
  }

  private HttpResponse<byte[]> json(String path, Message message) throws Exception {
    return http.post(path, "application/json", bytes(JsonFormat.printer().print(message)));
  }

  private HttpResponse<byte[]> grpcWeb(String path, String type, Message message) throws Exception {
    byte[] frame = frame(message);
    byte[] body = type.contains("text") ? Base64.getEncoder().encode(frame) : frame;
    return http.post(path, type, body, "X-Grpc-Web", "1");
  }

  private static byte[] frame(Message message) {
    byte[] bytes = message.toByteArray();
    return ByteBuffer.allocate(5 + bytes.length)
        .put((byte) 0)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  private static ByteBuffer frames(HttpResponse<byte[]> response, boolean isText) {
    return ByteBuffer.wrap(isText ? Base64.getDecoder().decode(response.body()) : response.body());
  }

  /** The last frame, behind the message if there is one. */
  private static String trailers(ByteBuffer frames) {
    byte flags = frames.get();
    int length = frames.getInt();
    if (flags == 0) {
      frames.position(frames.position() + length);
      return trailers(frames);
    }
    assertThat(flags).isEqualTo((byte) 0x80);
    assertThat(frames.remaining()).isEqualTo(length);
    return StandardCharsets.US_ASCII.decode(frames).toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
