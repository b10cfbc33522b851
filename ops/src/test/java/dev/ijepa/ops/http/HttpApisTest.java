package dev.ijepa.ops.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ijepa.ops.e2e.Gate;
import dev.ijepa.ops.e2e.RunningServer;
import dev.ijepa.ops.e2e.Samples;
import dev.ijepa.ops.e2e.TestingParts;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.FeatureServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.stream.IntStream;
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
import org.junit.jupiter.params.provider.ValueSource;

/** What clients get of each API on the HTTP port: the same vectors as over gRPC. */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
class HttpApisTest {
  private static final String EMBED = "/v1/models/embedded:embed";
  private static final String CLASSIFY = "/v1/models/embedded:classify";
  private static final String EMBEDDINGS = "/v1/embeddings";
  private static final String INFER = "/v2/models/embedded/infer";
  private static final String JSON = "application/json";
  private static final String IMAGE = "image/png";
  private static final String FORM = "multipart/form-data; boundary=xyz";
  private static final double TOLERANCE = 1e-6;

  private final TestingParts parts = new TestingParts();
  private RunningServer server;
  private HttpClients http;
  private byte[] image;
  private float[] expected;

  @BeforeAll
  void start() throws Exception {
    server = RunningServer.start(options -> options.http.httpPort = 0, parts);
    http = new HttpClients(server.server().httpPort().orElseThrow(), Version.HTTP_1_1);
    image = HttpClients.sample("digit-0-0076.png");
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("localhost", server.server().port()).usePlaintext().build();
    try {
      expected =
          Samples.embedding(
              FeatureServiceGrpc.newBlockingStub(channel)
                  .embedImage(
                      EmbedImageRequest.newBuilder()
                          .setImage(RunningServer.image("digit-0-0076.png"))
                          .build())
                  .getFeatures());
    } finally {
      channel.shutdownNow();
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void theBytesOfAnImageAreEmbedded(Version version) throws Exception {
    HttpClients client = new HttpClients(server.server().httpPort().orElseThrow(), version);

    HttpResponse<byte[]> response = client.post(EMBED, IMAGE, image);

    assertThat(response.version()).isEqualTo(version);
    JsonObject result = json(response);
    assertThat(result.getAsJsonObject("model").get("fingerprint").getAsString())
        .isEqualTo(response.headers().firstValue("Ijepa-Fingerprint").orElseThrow());
    assertExpected(
        result.getAsJsonArray("outputs").get(0).getAsJsonObject().getAsJsonArray("values"));
  }

  @Test
  void anEmbeddingCanBeAFileOfNumPy() throws Exception {
    byte[] file = http.post(EMBED, IMAGE, image, "Accept", "application/x-npy").body();

    int header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getShort(8) + 10;
    assertThat(header % 64).isZero();
    assertThat(new String(file, 10, header - 10, StandardCharsets.US_ASCII))
        .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (128,), }")
        .endsWith("\n");
    float[] values = new float[(file.length - header) / Float.BYTES];
    ByteBuffer.wrap(file, header, file.length - header)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    assertThat(values).containsExactly(expected, within((float) TOLERANCE));
  }

  @Test
  void severalOutputsComeInTheOrderOfTheRequest() throws Exception {
    JsonArray outputs =
        json(http.post(EMBED + "?output=tokens,EMBEDDING&l2_normalize=true", IMAGE, image))
            .getAsJsonArray("outputs");

    assertThat(outputs.get(0).getAsJsonObject().getAsJsonArray("values")).hasSize(49 * 128);
    double squares = 0;
    for (var value : outputs.get(1).getAsJsonObject().getAsJsonArray("values")) {
      squares += value.getAsDouble() * value.getAsDouble();
    }
    assertThat(squares).isCloseTo(1, within(1e-5));
  }

  @Test
  void anImageIsClassified() throws Exception {
    JsonArray classes =
        json(http.post(CLASSIFY + "?top_k=2", IMAGE, image)).getAsJsonArray("classes");

    assertThat(classes).hasSize(2);
    assertThat(classes.get(0).getAsJsonObject().get("label").getAsString()).isEqualTo("0");
  }

  @Test
  void theFilesOfAFormAreEmbedded() throws Exception {
    byte[] other = HttpClients.sample("digit-1-0064.png");

    JsonObject result = json(http.post(EMBED, FORM, form(image, other)));

    assertThat(result.getAsJsonObject("model").get("name").getAsString()).isEqualTo("embedded");
    JsonArray results = result.getAsJsonArray("results");
    assertThat(results).hasSize(2);
    JsonObject first = results.get(0).getAsJsonObject();
    assertThat(first.get("file").getAsString()).isEqualTo("0.png");
    assertThat(results.get(1).getAsJsonObject().get("file").getAsString()).isEqualTo("1.png");
    assertExpected(
        first.getAsJsonArray("outputs").get(0).getAsJsonObject().getAsJsonArray("values"));
  }

  @Test
  void theFilesOfAFormAreTheRowsOfAFileOfNumPy() throws Exception {
    byte[] file =
        http.post(EMBED, FORM, form(image, image, image), "Accept", "application/x-npy").body();

    int header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getShort(8) + 10;
    assertThat(new String(file, 10, header - 10, StandardCharsets.US_ASCII))
        .contains("'shape': (3, 128,)");
    float[] values = new float[3 * 128];
    assertThat(file).hasSize(header + values.length * Float.BYTES);
    ByteBuffer.wrap(file, header, file.length - header)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    for (int row = 0; row < 3; row++) {
      assertThat(Arrays.copyOfRange(values, row * 128, (row + 1) * 128))
          .containsExactly(expected, within((float) TOLERANCE));
    }
  }

  @Test
  void theFilesOfAFormAreClassified() throws Exception {
    JsonArray results =
        json(http.post(CLASSIFY + "?top_k=1", FORM, form(image, image))).getAsJsonArray("results");

    JsonObject second = results.get(1).getAsJsonObject();
    assertThat(second.getAsJsonArray("classes")).hasSize(1);
    assertThat(second.getAsJsonArray("classes").get(0).getAsJsonObject().get("label").getAsString())
        .isEqualTo("0");
  }

  @Test
  void aFormFailsIfOneOfItsFilesDoes() throws Exception {
    byte[] broken = "nonsense".getBytes(StandardCharsets.UTF_8);

    HttpResponse<byte[]> response = http.post(EMBED, FORM, form(image, broken));
    HttpResponse<byte[]> tooMany =
        http.post(EMBED, FORM, form(Collections.nCopies(65, broken).toArray(byte[][]::new)));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(HttpClients.text(response)).contains("IMAGE_FORMAT_UNSUPPORTED", "image 2 of 2");
    assertThat(tooMany.statusCode()).isEqualTo(400);
    assertThat(HttpClients.text(tooMany)).contains("64 files", "--max-images-per-request");
  }

  private static byte[] form(byte[]... files) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int i = 0; i < files.length; i++) {
      body.writeBytes(
          "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%d.png\"\r\n\r\n"
              .formatted(i)
              .getBytes(StandardCharsets.US_ASCII));
      body.writeBytes(files[i]);
      body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    body.writeBytes("--xyz--\r\n".getBytes(StandardCharsets.US_ASCII));
    return body.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "x-gzip"})
  void aCompressedBodyIsInflated(String encoding) throws Exception {
    assertThat(http.post(EMBED, IMAGE, compressed(), "Content-Encoding", encoding).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"/v1/other, 404, no such path", "/v1/models, 405, has the methods GET"})
  void aCompressedBodyThatNobodyReadsHidesNoOtherFault(String path, int status, String named)
      throws Exception {
    HttpResponse<byte[]> response =
        http.post(path, IMAGE, compressed(), "Content-Encoding", "gzip");

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(HttpClients.text(response)).contains(named);
  }

  private byte[] compressed() throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(image);
    }
    return compressed.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/models/embedded:embed, image/png, nonsense, 400, IMAGE_FORMAT_UNSUPPORTED",
    "/v1/models/other:embed, image/png, nonsense, 404, MODEL_UNKNOWN",
    "/v1/models/embedded:embed, text/html, nonsense, 415, REQUEST_INVALID",
    "/v1/models/embedded:embed?output=nothing, image/png, nonsense, 400, REQUEST_INVALID",
    "/v1/models/embedded:embed?regions=1, image/png, nonsense, 400, REQUEST_INVALID",
    "/v1/models/embedded:classify?top_k=-1, image/png, nonsense, 400, REQUEST_INVALID",
    "/v1/models/embedded:classify?head=other, image/png, nonsense, 404, HEAD_UNKNOWN",
    "/v1/models, image/png, nonsense, 405, REQUEST_INVALID",
    "/v1/other, image/png, nonsense, 404, REQUEST_INVALID",
    "/v1/embeddings, application/json, {, 400, REQUEST_INVALID",
    "/v1/embeddings, application/json, {\"input\": \"text\"}, 400, REQUEST_INVALID",
    "/v1/embeddings, application/json, {\"input\": \"http://localhost/a.png\"}, 400, REQUEST_INVALID",
    "/v1/embeddings, application/json, {\"input\": [1]}, 400, REQUEST_INVALID",
    "/v1/embeddings, application/json, {\"dimensions\": 8}, 400, REQUEST_INVALID",
    "/v1/embeddings, application/json, {\"input\": []}, 400, REQUEST_INVALID",
    "/v2/models/embedded/infer, application/json, {\"inputs\": []}, 400, REQUEST_INVALID",
    "/v2/models/embedded/infer, application/json, {\"other\": 1}, 400, REQUEST_INVALID",
    "/v2/models/other/infer, application/json, {\"inputs\": []}, 404, MODEL_UNKNOWN",
  })
  void faultsHaveAStatusAndAReason(String path, String type, String body, int status, String reason)
      throws Exception {
    HttpResponse<byte[]> response = http.post(path, type, body.getBytes(StandardCharsets.UTF_8));

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(HttpClients.text(response)).contains('"' + reason + '"');
    assertThat(response.headers().firstValue("Content-Type").orElse("")).contains("json");
  }

  @Test
  void anImageThatIsTooLargeIsRefusedBeforeItIsReceived() throws Exception {
    try (RawHttp client =
        new RawHttp(server.server().httpPort().orElseThrow()).sendHead(EMBED, IMAGE, 1L << 40)) {
      assertThat(client.response()).startsWith("HTTP/1.1 413 ").contains("IMAGE_TOO_LARGE");
    }
  }

  @Test
  void anItemThatIsLateIsGivenUp() throws Exception {
    Gate gate = parts.engine().hold();
    try {
      var blocker = http.postAsync(EMBED, IMAGE, image);
      gate.awaitRun();

      HttpResponse<byte[]> late = http.post(EMBED, IMAGE, image, "connect-timeout-ms", "300");

      assertThat(late.statusCode()).isEqualTo(504);
      assertThat(HttpClients.text(late)).contains("ITEM_EXPIRED");
      gate.open();
      assertThat(blocker.get().statusCode()).isEqualTo(200);
    } finally {
      gate.open();
      parts.engine().mend();
    }
  }

  @Test
  void aBodyOfNoBytesIsAnsweredToo() throws Exception {
    assertThat(http.post(EMBED, IMAGE, new byte[0]).statusCode()).isEqualTo(400);
    assertThat(HttpClients.text(http.post("/v2/repository/index", JSON, new byte[0])))
        .contains("\"state\":\"READY\"");
  }

  @Test
  void eachPathOfTheOpenApiDocumentIsServed() throws Exception {
    JsonObject paths = json(http.get("/openapi.json")).getAsJsonObject("paths");
    String version =
        json(http.get("/v2/models/embedded")).getAsJsonArray("versions").get(0).getAsString();

    assertThat(paths.keySet()).hasSizeGreaterThan(10);
    for (String path : paths.keySet()) {
      String real = path.replace("{model}", "embedded").replace("{version}", version);
      HttpResponse<byte[]> response =
          paths.getAsJsonObject(path).has("get")
              ? http.get(real)
              : http.post(real, JSON, "{}".getBytes(StandardCharsets.UTF_8));
      assertThat(response.statusCode()).as(path).isIn(200, 400, 415);
    }
  }

  @Test
  void theModelsAreListedAsOpenAisClientsReadThem() throws Exception {
    JsonObject list = json(http.get("/v1/models"));

    assertThat(list.get("object").getAsString()).isEqualTo("list");
    JsonObject model = list.getAsJsonArray("data").get(0).getAsJsonObject();
    assertThat(model.get("id").getAsString()).isEqualTo("embedded");
    assertThat(json(http.get("/v1/models/embedded"))).isEqualTo(model);
    assertThat(http.get("/v1/models/other").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"input\": \"data:image/png;base64,%s\", \"model\": \"embedded\"}",
        "{\"model\": \"embedded\", \"input\": [\"data:image\\/png;base64,%s\"]}",
        "{\"input\": [{\"image\": \"%s\"}], \"encoding_format\": \"float\"}",
        "{\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image_url\", \"image_url\": {\"url\": \"data:image/png;base64,%s\"}}]}]}",
      })
  void openAisClientsSendImagesInThreeShapes(String body) throws Exception {
    String base64 = Base64.getEncoder().encodeToString(image);

    JsonObject result = json(post(EMBEDDINGS, body.formatted(base64)));

    assertThat(result.get("model").getAsString()).isEqualTo("embedded");
    assertExpected(embedding(result).getAsJsonArray("embedding"));
  }

  @Test
  void openAisClientsAskForBase64() throws Exception {
    String url = "data:image/png;base64," + Base64.getEncoder().encodeToString(image);

    JsonObject result =
        json(
            post(
                EMBEDDINGS,
                "{\"input\": [\"%s\"], \"encoding_format\": \"base64\"}".formatted(url)));

    byte[] bytes = Base64.getDecoder().decode(embedding(result).get("embedding").getAsString());
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    assertThat(values).containsExactly(expected, within((float) TOLERANCE));
  }

  @Test
  void aRequestOfSeveralImagesFailsIfOneDoes() throws Exception {
    String good = "data:image/png;base64," + Base64.getEncoder().encodeToString(image);

    HttpResponse<byte[]> response =
        post(EMBEDDINGS, "{\"input\": [\"%s\", \"data:image/png;base64,AAAA\"]}".formatted(good));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(HttpClients.text(response)).contains("\"error\":{", "\"code\":\"IMAGE_");
  }

  @Test
  void kservesClientsSendTensorsBehindTheJsonAndGetThemSo() throws Exception {
    String head =
        """
        {"id": "a", "inputs": [{"name": "IMAGE", "shape": [1, 1], "datatype": "BYTES",
          "parameters": {"binary_data_size": %d}}], "parameters": {"binary_data_output": true}}"""
            .formatted(image.length + Integer.BYTES);
    byte[] json = head.getBytes(StandardCharsets.UTF_8);
    byte[] body =
        ByteBuffer.allocate(json.length + Integer.BYTES + image.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(json)
            .putInt(image.length)
            .put(image)
            .array();
    String header = "Inference-Header-Content-Length";

    HttpResponse<byte[]> response =
        http.post(INFER, "application/octet-stream", body, header, Integer.toString(json.length));

    int length = Integer.parseInt(response.headers().firstValue(header).orElseThrow());
    JsonObject result =
        JsonParser.parseString(new String(response.body(), 0, length, StandardCharsets.UTF_8))
            .getAsJsonObject();
    assertThat(result.get("id").getAsString()).isEqualTo("a");
    float[] values = new float[expected.length];
    ByteBuffer.wrap(response.body(), length, response.body().length - length)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    assertThat(values).containsExactly(expected, within((float) TOLERANCE));
  }

  @Test
  void kservesClientsSendImagesAsJson() throws Exception {
    JsonObject result =
        json(
            post(
                INFER,
                "{\"inputs\": [{\"data\": [\"%s\"], \"name\": \"IMAGE\", \"shape\": [1], \"datatype\": \"BYTES\"}]}"
                    .formatted(Base64.getEncoder().encodeToString(image))));

    assertExpected(
        result.getAsJsonArray("outputs").get(0).getAsJsonObject().getAsJsonArray("data"));
  }

  @Test
  void kservesProbesHaveABody() throws Exception {
    assertThat(HttpClients.text(http.get("/v2/health/live"))).isEqualTo("{\"live\":true}");
    assertThat(HttpClients.text(http.get("/v2/health/ready"))).isEqualTo("{\"ready\":true}");
    assertThat(json(http.get("/v2/models/embedded/ready")).get("ready").getAsBoolean()).isTrue();
    assertThat(json(http.get("/v2/models/embedded/versions/9")).has("error")).isTrue();
  }

  private HttpResponse<byte[]> post(String path, String json) throws Exception {
    return http.post(path, JSON, json.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObject json(HttpResponse<byte[]> response) {
    return JsonParser.parseString(HttpClients.text(response)).getAsJsonObject();
  }

  private static JsonObject embedding(JsonObject result) {
    return result.getAsJsonArray("data").get(0).getAsJsonObject();
  }

  private void assertExpected(JsonArray values) {
    assertThat(values).hasSize(expected.length);
    IntStream.range(0, expected.length)
        .forEach(
            i -> assertThat(values.get(i).getAsDouble()).isCloseTo(expected[i], within(TOLERANCE)));
  }
}
