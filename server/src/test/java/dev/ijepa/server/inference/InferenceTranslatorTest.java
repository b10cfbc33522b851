package dev.ijepa.server.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ijepa.server.FakeModel;
import dev.ijepa.server.batching.FakeScheduler;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.features.HeadSelection;
import dev.ijepa.server.features.OutputSelection;
import dev.ijepa.server.health.ServerHealth;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Priority;
import dev.ijepa.server.pipeline.TestPipeline;
import dev.ijepa.server.session.SessionOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InferenceTranslatorTest {
  private final TestPipeline pipeline = new TestPipeline();
  private final ServedModel model = new FakeModel().served("mine", new FakeScheduler());
  private final ModelCatalog catalog = new ModelCatalog(List.of(model));
  private final InferenceStatistics statistics = new InferenceStatistics(InstantSource.system());
  private final SessionOptions options = new SessionOptions();
  private final InferenceModels models =
      new InferenceModels(
          catalog, new ServerHealth(catalog), pipeline.sessions(), options, statistics);
  private final InferenceTranslator translator =
      new InferenceTranslator(models, statistics, options, pipeline.ticker);

  @AfterEach
  void close() {
    pipeline.close();
  }

  @Test
  void aRequestWithoutOutputsMeansTheEmbedding() throws Exception {
    Inference inference = translator.translate(request(Map.of()));

    assertThat(inference.query().outputs()).containsExactly(new OutputSelection.Embedding());
    assertThat(inference.query().heads()).isEmpty();
    assertThat(inference.query().images()).hasSize(1);
    assertThat(inference.timeout()).isEmpty();
    assertThat(inference.priority()).isEmpty();
    assertThat(inference.deadlineNanos(ItemTerms.NO_DEADLINE, 5)).isEqualTo(ItemTerms.NO_DEADLINE);
  }

  @Test
  void theTimeoutIsInMicrosecondsAndTheEarlierEndHolds() throws Exception {
    Inference inference = translator.translate(request(Map.of("timeout", 2_000_000L)));

    assertThat(inference.timeout()).contains(Duration.ofSeconds(2));
    assertThat(inference.deadlineNanos(ItemTerms.NO_DEADLINE, 5)).isEqualTo(2_000_000_005L);
    assertThat(inference.deadlineNanos(7, 5)).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"1, INTERACTIVE", "2, BATCH", "9223372036854775807, BATCH"})
  void priority1IsTheMostUrgent(long number, Priority priority) throws Exception {
    assertThat(translator.translate(request(Map.of("priority", number))).priority())
        .contains(priority);
  }

  @Test
  void eachHeadIsComputedOnceWithAllThatItsOutputsNeed() throws Exception {
    Inference inference =
        translator.translate(
            request(
                Map.of(),
                output("CLASSES", Map.of("classification", 3L)),
                output("TOKENS", Map.of()),
                output("CLASSES.default", Map.of("classification", 7L))));

    assertThat(inference.query().heads())
        .containsExactly(new HeadSelection("default", OptionalLong.of(7)));
    assertThat(inference.query().outputs()).containsExactly(new OutputSelection.Tokens());
    assertThat(
            translator
                .translate(
                    request(Map.of(), output("CLASSES", Map.of()), output("LOGITS", Map.of())))
                .query()
                .heads())
        .as("logits are of all classes")
        .containsExactly(new HeadSelection("default", OptionalLong.of(0)));
    assertThat(
            translator
                .translate(request(Map.of("head", "other"), output("CLASSES", Map.of())))
                .query()
                .heads())
        .containsExactly(new HeadSelection("other", OptionalLong.of(5)));
  }

  @ParameterizedTest
  @CsvSource({
    "timeout, -1, integer of at least 0",
    "priority, x, integer of at least 0",
    "l2_normalize, 1, true or false",
    "datatype, FP64, 'FP32, FP16 or BF16'",
    "datatype, 3, must be a string",
    "regions, x, 'parameter ''regions'' is unknown; there are: datatype, head'"
  })
  void aFaultyParameterIsNamed(String name, String value, String expected) {
    Object typed = value.matches("-?\\d+") ? Long.valueOf(value) : value;

    FailedException fault = refusal(request(Map.of(name, typed)));

    assertThat(fault.failure().reason()).isEqualTo(Reason.REQUEST_INVALID);
    assertThat(fault).hasMessageContaining(name).hasMessageContaining(expected);
    assertThat(models.statistics("mine").failed()).isEqualTo(1);
  }

  @Test
  void outputsAreKnownOnceAndWithTheirOwnParameters() {
    assertThat(refusal(request(Map.of(), output("LAST", Map.of()))))
        .hasMessageContaining("no output 'LAST'; there are EMBEDDING");
    assertThat(refusal(request(Map.of(), output("TOKENS", Map.of()), output("TOKENS", Map.of()))))
        .hasMessageContaining("twice");
    assertThat(refusal(request(Map.of(), output("TOKENS", Map.of("classification", 1L)))))
        .hasMessageContaining("output 'TOKENS': parameter 'classification' is unknown");
  }

  @Test
  void anUnknownVersionIsNamedWithTheOneThatIsServed() throws Exception {
    assertThat(refusal(request("mine", "7", "id")).failure().reason())
        .isEqualTo(Reason.MODEL_UNKNOWN);
    assertThat(refusal(request("mine", "7", "id"))).hasMessageContaining(model.version());
    assertThat(refusal(request("other", "", "id")).failure().reason())
        .isEqualTo(Reason.MODEL_UNKNOWN);
    assertThat(translator.translate(request("mine", model.version(), "id"))).isNotNull();
  }

  @Test
  void anIdHasAtMost256Bytes() throws Exception {
    assertThat(translator.translate(request("", "", "x".repeat(256)))).isNotNull();
    assertThat(refusal(request("", "", "x".repeat(257)))).hasMessageContaining("256 bytes");
  }

  private FailedException refusal(InferRequest request) {
    return catchThrowableOfType(FailedException.class, () -> translator.translate(request));
  }

  private static RequestedOutput output(String name, Map<String, Object> parameters) {
    return new RequestedOutput(name, new InferParameters(parameters));
  }

  private static InferRequest request(Map<String, Object> parameters, RequestedOutput... outputs) {
    return new InferRequest(
        "", "", "", new InferParameters(parameters), List.of(pixel()), List.of(outputs));
  }

  private static InferRequest request(String name, String version, String id) {
    return new InferRequest(name, version, id, InferParameters.NONE, List.of(pixel()), List.of());
  }

  private static InputTensor pixel() {
    return new InputTensor(
        "PIXELS",
        "UINT8",
        List.of(1L, 1L, 1L, 3L),
        InferParameters.NONE,
        new TensorContents.Raw(ByteBuffer.allocate(3)));
  }
}
