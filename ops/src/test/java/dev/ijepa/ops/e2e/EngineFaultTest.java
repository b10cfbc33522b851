package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.Code;
import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.Output;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.v1.EmbedResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device that fails, or computes wrongly. */
@Timeout(60)
class EngineFaultTest {
  private static final int ITEMS = 100;
  private static final int POISONED = 42;

  private static final TestingParts parts = new TestingParts();
  private static RunningServer server;

  @BeforeAll
  static void start() throws IOException {
    server =
        RunningServer.start(
            options -> options.health.canaryInterval = Duration.ofMillis(100), parts);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void mend() throws Exception {
    parts.engine().mend();
    awaitHealth(ServingStatus.SERVING);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anImageThatBreaksItsBatchFailsAlone(boolean outOfMemory) throws Exception {
    byte[] poison = poison();
    breakOn(
        poison,
        () -> {
          if (outOfMemory) {
            throw new OutOfMemoryError("as if");
          }
          throw new IllegalStateException("as if");
        });

    try (WatchedLog log = new WatchedLog("dev.ijepa.server.batching")) {
      for (EmbedResponse response : stream(poison)) {
        int item = Integer.parseInt(response.getRequestId());
        if (item == POISONED) {
          assertThat(response.getError().getCode()).isEqualTo(Code.INTERNAL_VALUE);
          assertToldUnderAnId(response.getError().getMessage(), log);
        } else {
          Samples.assertRight(response.getFeatures(), item);
        }
      }
    }
    server.awaitIdle();
  }

  @Test
  void anEmbeddingThatIsNotFiniteIsNeverSent() throws Exception {
    byte[] poison = poison();
    breakOn(poison, () -> new ImageOutputs(Map.of(Output.EMBEDDING, new float[] {1, Float.NaN})));

    for (EmbedResponse response : stream(poison)) {
      int item = Integer.parseInt(response.getRequestId());
      if (item == POISONED) {
        assertThat(response.getError().getCode()).isEqualTo(Code.INTERNAL_VALUE);
        assertThat(response.getError().getMessage()).contains("not finite");
      } else {
        Samples.assertRight(response.getFeatures(), item);
      }
    }
  }

  @Test
  void aDeviceThatAlwaysFailsIsFoundByTheCanaryAndServesWhenItIsWellAgain() throws Exception {
    parts
        .engine()
        .breakWith(
            (model, inputs, batchSize) -> {
              throw new IllegalStateException("as if");
            });

    assertNotServingUntilMended();
  }

  @Test
  void aDeviceThatComputesWronglyIsFoundByTheCanaryAndServesWhenItIsRightAgain() throws Exception {
    parts
        .engine()
        .breakWith(
            (model, inputs, batchSize) ->
                model.run(inputs, batchSize).stream().map(EngineFaultTest::slightlyOff).toList());

    assertNotServingUntilMended();
  }

  private static void assertNotServingUntilMended() throws Exception {
    awaitHealth(ServingStatus.NOT_SERVING);
    assertThat(server.page("/readyz").statusCode()).isEqualTo(503);
    assertThat(server.metrics().sum("ijepa_healthy")).isZero();
    assertThatThrownBy(() -> server.blocking().embedImage(Samples.unary(0)))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("UNAVAILABLE")
        .hasMessageContaining("canary")
        .satisfies(fault -> assertThat(fault.getMessage()).doesNotContain("as if"));

    parts.engine().mend();

    awaitHealth(ServingStatus.SERVING);
    assertThat(server.page("/readyz").statusCode()).isEqualTo(200);
    Samples.assertRight(server.blocking().embedImage(Samples.unary(0)).getFeatures(), 0);
  }

  /** What an exception says is for the operator; the client has an id, under which it is logged. */
  private static void assertToldUnderAnId(String message, WatchedLog log) {
    Matcher id = Pattern.compile("error id ([0-9a-f]{8})").matcher(message);
    assertThat(id.find()).as(message).isTrue();
    assertThat(message).doesNotContain("as if");
    assertThat(log.text()).contains("Error id " + id.group(1));
  }

  /** Far more than rounding, far less than anyone would see. */
  private static ImageOutputs slightlyOff(ImageOutputs right) {
    float[] wrong = right.get(Output.EMBEDDING).clone();
    for (int i = 0; i < wrong.length; i += 2) {
      wrong[i] *= 1.05f;
    }
    return new ImageOutputs(Map.of(Output.EMBEDDING, wrong));
  }

  /** A sample with one pixel changed, to be known by. */
  private static byte[] poison() {
    byte[] pixels = Samples.pixels(POISONED);
    pixels[0] ^= 0x55;
    return pixels;
  }

  private static void breakOn(byte[] poison, Supplier<ImageOutputs> instead) {
    parts
        .engine()
        .breakWith(
            (model, inputs, batchSize) -> {
              List<ImageOutputs> outputs = new ArrayList<>(model.run(inputs, batchSize));
              for (int i = 0; i < inputs.size(); i++) {
                if (isSame(inputs.get(i), poison)) {
                  outputs.set(i, instead.get());
                }
              }
              return outputs;
            });
  }

  private static boolean isSame(ModelInput input, byte[] pixels) {
    return Arrays.equals(input.pixels(), pixels);
  }

  private static List<EmbedResponse> stream(byte[] poison) {
    RawStream stream = new RawStream(server.channel());
    for (int i = 0; i < ITEMS; i++) {
      stream.send(
          i == POISONED
              ? Samples.request(i).setImage(Samples.image(poison)).build()
              : Samples.request(i).build());
    }
    stream.halfClose();
    assertThat(stream.end().getCode()).isEqualTo(Status.Code.OK);
    List<EmbedResponse> responses = stream.rest();
    assertThat(responses).hasSize(ITEMS);
    return responses;
  }

  private static void awaitHealth(ServingStatus status) throws Exception {
    Eventually.holds("health is " + status, () -> server.health() == status);
  }
}
