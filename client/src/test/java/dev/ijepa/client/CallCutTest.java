package dev.ijepa.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallCutTest {
  private static final String RESET = "RST_STREAM closed stream. HTTP/2 error code: INTERNAL_ERROR";

  private final FakeScheduler time = new FakeScheduler();
  private final CallProgress progress = new CallProgress(time::nanoTime);

  @ParameterizedTest
  @ValueSource(
      strings = {
        RESET,
        "HTTP/2 error code: NO_ERROR\nReceived Rst Stream",
        "HTTP/2 error code: PROTOCOL_ERROR\nReceived Rst Stream",
        "Half-closed without a status",
        "Received unexpected EOS on empty DATA frame from server, end of stream",
      })
  void aResetIsWorthARetry(String description) {
    IjepaException error = error(Status.INTERNAL.withDescription(description));

    assertThat(error.code()).isEqualTo(StatusCode.UNAVAILABLE);
    assertThat(error.reason()).isEqualTo(IjepaException.CALL_CUT);
    assertThat(error.isRetryable()).isTrue();
    assertThat(error.description()).contains(description);
  }

  @Test
  void aDefectOfTheServerIsNot() {
    assertThat(error(Status.INTERNAL.withDescription("boom")).isRetryable()).isFalse();
    assertThat(error(Status.UNKNOWN.withDescription("Application error")).isRetryable()).isFalse();
    assertThat(
            error(Status.INTERNAL.withDescription(RESET).withCause(new IllegalStateException()))
                .isRetryable())
        .as("this side gave up")
        .isFalse();
  }

  @Test
  void whatAProxyRefusesAsTooLargeIsNotSentAgain() {
    IjepaException error =
        error(Status.UNKNOWN.withDescription("HTTP status code 413\ninvalid content-type"));

    assertThat(error.code()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
    assertThat(error.isRetryable()).isFalse();
    assertThat(error.description()).contains("client_max_body_size 0");
  }

  @Test
  void theSettingThatIsLikelyIsNamed() {
    assertThat(error(Status.INTERNAL.withDescription(RESET)).description())
        .contains("docs/operations.md")
        .doesNotContain("Likely");

    time.pass(Duration.ofSeconds(15));
    assertThat(error(Status.INTERNAL.withDescription(RESET)).description())
        .contains("Likely", "timeout: 0s")
        .doesNotContain("client_max_body_size", "grpc_read_timeout");

    progress.heard();
    time.pass(Duration.ofSeconds(60));
    assertThat(error(Status.INTERNAL.withDescription(RESET)).description())
        .contains("grpc_read_timeout")
        .doesNotContain("timeout: 0s");

    progress.sent(1 << 20);
    assertThat(error(Status.INTERNAL.withDescription(RESET)).description())
        .contains("after 75.0 s and 1,048,576 bytes", "client_max_body_size 0");
  }

  private IjepaException error(Status status) {
    return Errors.ofCall(status, new Metadata(), progress);
  }
}
