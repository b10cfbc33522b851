package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import dev.ijepa.inference.DataType;
import dev.ijepa.inference.GRPCInferenceServiceGrpc;
import dev.ijepa.inference.InferStatistics;
import dev.ijepa.inference.InferTensorContents;
import dev.ijepa.inference.ModelConfig;
import dev.ijepa.inference.ModelConfigRequest;
import dev.ijepa.inference.ModelInferRequest;
import dev.ijepa.inference.ModelInferRequest.InferInputTensor;
import dev.ijepa.inference.ModelInferResponse;
import dev.ijepa.inference.ModelMetadataRequest;
import dev.ijepa.inference.ModelMetadataResponse;
import dev.ijepa.inference.ModelReadyRequest;
import dev.ijepa.inference.ModelStatistics;
import dev.ijepa.inference.ModelStatisticsRequest;
import dev.ijepa.inference.RepositoryIndexRequest;
import dev.ijepa.inference.RepositoryModelLoadRequest;
import dev.ijepa.inference.ServerLiveRequest;
import dev.ijepa.inference.ServerMetadataRequest;
import dev.ijepa.inference.ServerReadyRequest;
import dev.ijepa.models.HalfPrecision;
import dev.ijepa.v1.Classification;
import dev.ijepa.v1.ClassifyImageRequest;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.EmbedOptions;
import dev.ijepa.v1.FeatureServiceGrpc;
import dev.ijepa.v1.Features;
import dev.ijepa.v1.Output;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The Open Inference Protocol's unary calls, over a real socket. */
@Timeout(60)
class KserveTest {
  private static final String MODEL = "embedded";
  private static final float TOLERANCE = 1e-6f;
  private static final int MOST_IMAGES = 8;

  private static RunningServer server;
  private static GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub inference;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.start(options -> options.session.maxImagesPerRequest = MOST_IMAGES);
    channel = server.connect();
    inference = GRPCInferenceServiceGrpc.newBlockingStub(channel);
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    server.close();
  }

  @AfterEach
  void nothingIsHeld() throws Exception {
    server.awaitIdle();
  }

  @Test
  void theEmbeddingsOfAFileArePreciselyThoseOfTheOtherDoor() throws Exception {
    for (boolean normalized : new boolean[] {false, true}) {
      Features expected =
          server
              .blocking()
              .embedImage(
                  EmbedImageRequest.newBuilder()
                      .setImage(RunningServer.image("cat.jpg"))
                      .setOptions(
                          EmbedOptions.newBuilder()
                              .addOutputs(Output.OUTPUT_EMBEDDING_LAST4)
                              .addOutputs(Output.OUTPUT_TOKENS)
                              .addOutputs(Output.OUTPUT_EMBEDDING)
                              .setL2Normalize(normalized))
                      .build())
              .getFeatures();

      ModelInferResponse response =
          inference.modelInfer(
              KserveMessages.files(file("cat.jpg"))
                  .setModelName(MODEL)
                  .setId("mine")
                  .putParameters("l2_normalize", KserveMessages.flag(normalized))
                  .addOutputs(KserveMessages.output("EMBEDDING_LAST4"))
                  .addOutputs(KserveMessages.output("TOKENS"))
                  .addOutputs(KserveMessages.output("EMBEDDING"))
                  .build());

      assertThat(response.getId()).isEqualTo("mine");
      assertThat(response.getModelName()).isEqualTo(MODEL);
      assertThat(response.getModelVersion()).isEqualTo(expected.getModel().getVersion());
      assertThat(response.getParametersOrThrow("fingerprint").getStringParam())
          .isEqualTo(expected.getModel().getFingerprint());
      for (int i = 0; i < 3; i++) {
        assertThat(KserveMessages.floats(response, i))
            .containsExactly(floats(expected, i), within(TOLERANCE));
        List<Long> shape =
            Stream.concat(
                    Stream.of(1L),
                    expected.getOutputs(i).getTensor().getShapeList().stream().map(Long::valueOf))
                .toList();
        assertThat(response.getOutputs(i).getShapeList()).isEqualTo(shape);
        assertThat(response.getOutputs(i).getDatatype()).isEqualTo("FP32");
      }
    }
  }

  @Test
  void theImagesOfARequestAreRowsInTheirOrder() {
    ModelInferResponse response =
        inference.modelInfer(KserveMessages.samples(3, 1, 4, 1, 5).build());

    assertThat(response.getOutputs(0).getName()).isEqualTo("EMBEDDING");
    assertThat(response.getOutputs(0).getShape(0)).isEqualTo(5);
    float[] rows = KserveMessages.floats(response, 0);
    int each = rows.length / 5;
    int row = 0;
    for (int sample : new int[] {3, 1, 4, 1, 5}) {
      assertThat(Arrays.copyOfRange(rows, row * each, (row + 1) * each))
          .as("row %d", row)
          .containsExactly(Samples.expected(sample), within(1e-4f));
      row++;
    }
  }

  @Test
  void typedContentsAreAsGoodAsRawOnes() throws Exception {
    ModelInferRequest raw = KserveMessages.files(file("cat.jpg"), file("rocket.jpg")).build();
    ModelInferRequest typed =
        ModelInferRequest.newBuilder()
            .addInputs(
                raw.getInputs(0).toBuilder()
                    .clearShape()
                    .addShape(2)
                    .setContents(
                        InferTensorContents.newBuilder()
                            .addBytesContents(file("cat.jpg"))
                            .addBytesContents(file("rocket.jpg"))))
            .build();
    ModelInferRequest rawPixels = KserveMessages.samples(2).build();
    InferInputTensor.Builder typedPixels = rawPixels.getInputs(0).toBuilder();
    for (byte value : Samples.pixels(2)) {
      typedPixels.getContentsBuilder().addUintContents(value & 0xff);
    }

    assertThat(embedding(typed)).containsExactly(embedding(raw), within(TOLERANCE));
    assertThat(embedding(ModelInferRequest.newBuilder().addInputs(typedPixels).build()))
        .containsExactly(embedding(rawPixels), within(TOLERANCE));
  }

  @Test
  void featuresComeInSixteenBitsIfTheRequestSaysSo() {
    float[] exact = embedding(KserveMessages.samples(1).build());
    for (String type : new String[] {"FP16", "BF16"}) {
      ModelInferResponse response =
          inference.modelInfer(
              KserveMessages.samples(1)
                  .putParameters("datatype", KserveMessages.text(type))
                  .build());

      assertThat(response.getOutputs(0).getDatatype()).isEqualTo(type);
      ShortBuffer halves =
          response
              .getRawOutputContents(0)
              .asReadOnlyByteBuffer()
              .order(ByteOrder.LITTLE_ENDIAN)
              .asShortBuffer();
      assertThat(halves.remaining()).isEqualTo(exact.length);
      for (int i = 0; i < exact.length; i++) {
        float value =
            type.equals("FP16")
                ? HalfPrecision.fromF16(halves.get(i))
                : HalfPrecision.fromBf16(halves.get(i));
        assertThat(value).isCloseTo(exact[i], within(Math.abs(exact[i]) / 128 + 1e-4f));
      }
    }
  }

  @Test
  void classesAreTextsOfTritonsExtensionAndLogitsAreOfAllClasses() {
    Classification expected =
        server
            .blocking()
            .classifyImage(ClassifyImageRequest.newBuilder().setImage(Samples.image(7)).build())
            .getClassification();

    ModelInferResponse response =
        inference.modelInfer(
            KserveMessages.samples(7, 8)
                .addOutputs(KserveMessages.output("CLASSES"))
                .addOutputs(KserveMessages.output("LOGITS"))
                .addOutputs(KserveMessages.classes("CLASSES.default", 2))
                .build());
    ModelInferResponse ofLogits =
        inference.modelInfer(
            KserveMessages.samples(7).addOutputs(KserveMessages.classes("LOGITS", 3)).build());

    assertThat(response.getOutputs(0).getShapeList()).containsExactly(2L, 5L);
    assertThat(response.getOutputs(0).getDatatype()).isEqualTo("BYTES");
    assertThat(response.getOutputs(1).getShapeList()).containsExactly(2L, 10L);
    assertThat(response.getOutputs(2).getShapeList()).containsExactly(2L, 2L);
    assertThat(ofLogits.getOutputs(0).getShapeList()).containsExactly(1L, 3L);
    float[] logits = KserveMessages.floats(response, 1);
    for (int i = 0; i < 5; i++) {
      String[] parts = KserveMessages.texts(response, 0).get(i).split(":", 3);
      assertThat(Float.parseFloat(parts[0]))
          .isCloseTo(expected.getClasses(i).getProbability(), within(2e-6f));
      int index = Integer.parseInt(parts[1]);
      assertThat(index).isEqualTo(expected.getClasses(i).getIndex());
      assertThat(parts[2]).isEqualTo(expected.getClasses(i).getLabel());
      assertThat(logits[index]).isCloseTo(expected.getClasses(i).getLogit(), within(1e-5f));
    }
    assertThat(KserveMessages.texts(response, 2).subList(0, 2))
        .isEqualTo(KserveMessages.texts(response, 0).subList(0, 2));
    String[] first = KserveMessages.texts(ofLogits, 0).get(0).split(":", 3);
    assertThat(Float.parseFloat(first[0]))
        .as("the logit, not the probability")
        .isCloseTo(expected.getClasses(0).getLogit(), within(1e-5f));
  }

  static Stream<Arguments> faults() throws IOException {
    ByteString cat = file("cat.jpg");
    ModelInferRequest good = KserveMessages.files(cat).build();
    return Stream.of(
        Arguments.of(
            good.toBuilder().setModelName("resnet"), Code.NOT_FOUND, "MODEL_UNKNOWN", "embedded"),
        Arguments.of(
            good.toBuilder().setModelVersion("1"), Code.NOT_FOUND, "MODEL_UNKNOWN", "version '1'"),
        Arguments.of(
            good.toBuilder().addOutputs(KserveMessages.output("CLASSES.other")),
            Code.NOT_FOUND,
            "HEAD_UNKNOWN",
            "default"),
        Arguments.of(
            good.toBuilder().addOutputs(KserveMessages.output("POOLED")),
            Code.INVALID_ARGUMENT,
            "REQUEST_INVALID",
            "POOLED"),
        Arguments.of(
            KserveMessages.files(cat.substring(0, 9_000)),
            Code.INVALID_ARGUMENT,
            "IMAGE_CORRUPT",
            ""),
        Arguments.of(
            KserveMessages.files(ByteString.copyFromUtf8("<html>")),
            Code.INVALID_ARGUMENT,
            "IMAGE_FORMAT_UNSUPPORTED",
            ""),
        Arguments.of(
            KserveMessages.files(ByteString.EMPTY),
            Code.INVALID_ARGUMENT,
            "IMAGE_FORMAT_UNSUPPORTED",
            ""),
        Arguments.of(
            KserveMessages.files(
                IntStream.range(0, 9).mapToObj(i -> cat).toArray(ByteString[]::new)),
            Code.INVALID_ARGUMENT,
            "REQUEST_INVALID",
            "--max-images-per-request"),
        Arguments.of(
            good.toBuilder().addRawInputContents(cat),
            Code.INVALID_ARGUMENT,
            "REQUEST_INVALID",
            "2 entries for 1 inputs"),
        Arguments.of(
            good.toBuilder()
                .setInputs(
                    0,
                    good.getInputs(0).toBuilder()
                        .setContents(InferTensorContents.newBuilder().addBytesContents(cat))),
            Code.INVALID_ARGUMENT,
            "REQUEST_INVALID",
            "although the request has raw_input_contents"),
        Arguments.of(
            good.toBuilder()
                .clearRawInputContents()
                .setInputs(
                    0,
                    good.getInputs(0).toBuilder()
                        .setContents(InferTensorContents.newBuilder().addFp32Contents(1))),
            Code.INVALID_ARGUMENT,
            "REQUEST_INVALID",
            "bytes_contents (BYTES) and uint_contents (UINT8)"),
        Arguments.of(
            good.toBuilder()
                .setInputs(
                    0,
                    good.getInputs(0).toBuilder()
                        .putParameters("shared_memory_region", KserveMessages.text("mine"))),
            Code.INVALID_ARGUMENT,
            "REQUEST_INVALID",
            "shared_memory_region"),
        Arguments.of(
            good.toBuilder().putParameters("sequence_id", KserveMessages.number(1)),
            Code.INVALID_ARGUMENT,
            "REQUEST_INVALID",
            "sequence_id"),
        Arguments.of(
            good.toBuilder().putParameters("timeout", KserveMessages.number(1)),
            Code.DEADLINE_EXCEEDED,
            "ITEM_EXPIRED",
            ""));
  }

  @ParameterizedTest(name = "{2} {3}")
  @MethodSource("faults")
  void aFaultHasTheCodeAndTheReasonOfTheOtherDoor(
      ModelInferRequest.Builder request, Code code, String reason, String text) {
    StatusRuntimeException failure = failure(request.build());

    // A wait of a microsecond is refused as too long, or found to be over.
    if (code == Code.DEADLINE_EXCEEDED && failure.getStatus().getCode() != code) {
      assertThat(RawCall.reason(failure)).isEqualTo("SERVER_BUSY");
      return;
    }
    assertThat(failure.getStatus().getCode()).isEqualTo(code);
    assertThat(RawCall.reason(failure)).isEqualTo(reason);
    assertThat(failure.getStatus().getDescription()).contains(text);
  }

  @Test
  void oneBrokenImageFailsItsRequest() throws Exception {
    double cancelled = server.metrics().items("item_cancelled");

    StatusRuntimeException failure =
        failure(
            KserveMessages.files(
                    file("cat.jpg"), ByteString.copyFromUtf8("<html>"), file("rocket.jpg"))
                .build());

    assertThat(RawCall.reason(failure)).isEqualTo("IMAGE_FORMAT_UNSUPPORTED");
    server.awaitIdle();
    assertThat(server.metrics().items("item_cancelled") - cancelled).isBetween(0.0, 2.0);
  }

  @Test
  void aModelSaysWhatItTakesAndGives() throws Exception {
    ModelMetadataResponse metadata =
        inference.modelMetadata(ModelMetadataRequest.newBuilder().setName(MODEL).build());
    ModelConfig config =
        inference.modelConfig(ModelConfigRequest.newBuilder().setName(MODEL).build()).getConfig();

    assertThat(metadata.getName()).isEqualTo(MODEL);
    assertThat(metadata.getVersionsList()).hasSize(1);
    assertThat(metadata.getPropertiesMap()).containsKeys("fingerprint", "revision", "license");
    assertThat(metadata.getInputsList())
        .extracting(input -> input.getName() + input.getDatatype() + input.getShapeList())
        .containsExactly("IMAGEBYTES[-1, 1]", "PIXELSUINT8[-1, -1, -1, 3]");
    assertThat(metadata.getOutputsList())
        .extracting(output -> output.getName() + output.getDatatype() + output.getShapeList())
        .containsExactly(
            "EMBEDDINGFP32[-1, 128]",
            "EMBEDDING_LAST4FP32[-1, 512]",
            "TOKENSFP32[-1, 49, 128]",
            "LOGITSFP32[-1, 10]",
            "CLASSESBYTES[-1, -1]");
    assertThat(config.getMaxBatchSize()).isEqualTo(MOST_IMAGES);
    assertThat(config.hasDynamicBatching()).isTrue();
    assertThat(config.getInputList())
        .extracting(input -> input.getName() + input.getDataType() + input.getDimsList())
        .containsExactly("IMAGETYPE_STRING[1]", "PIXELSTYPE_UINT8[-1, -1, 3]");
    assertThat(config.getInputList()).allMatch(input -> input.getOptional());
    assertThat(config.getOutput(0).getDataType()).isEqualTo(DataType.TYPE_FP32);
    assertThat(config.getOutput(4).getDataType()).isEqualTo(DataType.TYPE_STRING);
    StatusRuntimeException unknown =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> inference.modelConfig(ModelConfigRequest.newBuilder().setName("x").build()));
    assertThat(RawCall.reason(unknown)).isEqualTo("MODEL_UNKNOWN");
  }

  @Test
  void theServerSaysWhetherItAndItsModelsAreReady() throws Exception {
    assertThat(inference.serverLive(ServerLiveRequest.getDefaultInstance()).getLive()).isTrue();
    assertThat(inference.serverReady(ServerReadyRequest.getDefaultInstance()).getReady()).isTrue();
    assertThat(
            inference.modelReady(ModelReadyRequest.newBuilder().setName(MODEL).build()).getReady())
        .isTrue();
    assertThat(
            RawCall.reason(
                catchThrowableOfType(
                    StatusRuntimeException.class,
                    () ->
                        inference.modelReady(ModelReadyRequest.newBuilder().setName("x").build()))))
        .isEqualTo("MODEL_UNKNOWN");
    assertThat(inference.serverMetadata(ServerMetadataRequest.getDefaultInstance()).getName())
        .isEqualTo("ijepa-server");
    assertThat(
            inference
                .repositoryIndex(RepositoryIndexRequest.newBuilder().setReady(true).build())
                .getModelsList())
        .extracting(model -> model.getName() + " " + model.getState())
        .containsExactly(MODEL + " READY");
    assertThat(
            HealthGrpc.newBlockingStub(channel)
                .check(
                    HealthCheckRequest.newBuilder()
                        .setService("inference.GRPCInferenceService")
                        .build())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void clientsCannotLoadModelsAndAreToldSo() {
    StatusRuntimeException failure =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> inference.repositoryModelLoad(RepositoryModelLoadRequest.getDefaultInstance()));

    assertThat(failure.getStatus().getCode()).isEqualTo(Code.UNIMPLEMENTED);
    assertThat(failure.getStatus().getDescription()).contains("--model");
  }

  @Test
  void theCountsOfARequestAddUpAndAreOfThisProtocolAlone() {
    ModelStatistics before = statistics();

    embedding(KserveMessages.samples(1, 2, 3).build());
    embedding(KserveMessages.samples(4).build());
    failure(KserveMessages.files(ByteString.copyFromUtf8("<html>")).build());
    FeatureServiceGrpc.newBlockingStub(channel).embedImage(Samples.unary(1));

    ModelStatistics after = statistics();
    assertThat(after.getInferenceCount() - before.getInferenceCount()).isEqualTo(4);
    InferStatistics stats = after.getInferenceStats();
    assertThat(stats.getSuccess().getCount() - before.getInferenceStats().getSuccess().getCount())
        .isEqualTo(2);
    assertThat(stats.getFail().getCount() - before.getInferenceStats().getFail().getCount())
        .isEqualTo(1);
    assertThat(stats.getComputeInput().getCount()).isEqualTo(stats.getSuccess().getCount());
    assertThat(stats.getComputeInfer().getCount()).isEqualTo(stats.getSuccess().getCount());
    assertThat(stats.getComputeOutput().getCount()).isEqualTo(stats.getSuccess().getCount());
    assertThat(stats.getQueue().getCount()).isEqualTo(stats.getSuccess().getCount());
    assertThat(stats.getSuccess().getNs())
        .isGreaterThan(stats.getComputeInfer().getNs())
        .isPositive();
    assertThat(after.getExecutionCount()).isBetween(1L, after.getInferenceCount());
    assertThat(after.getLastInference()).isGreaterThan(1_700_000_000_000L);
  }

  private static ModelStatistics statistics() {
    return inference.modelStatistics(ModelStatisticsRequest.getDefaultInstance()).getModelStats(0);
  }

  private static float[] embedding(ModelInferRequest request) {
    return KserveMessages.floats(inference.modelInfer(request), 0);
  }

  private static StatusRuntimeException failure(ModelInferRequest request) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> inference.modelInfer(request));
  }

  private static float[] floats(Features features, int output) {
    return Samples.embedding(Features.newBuilder().addOutputs(features.getOutputs(output)).build());
  }

  private static ByteString file(String sample) throws IOException {
    return RunningServer.image(sample).getEncoded();
  }
}
