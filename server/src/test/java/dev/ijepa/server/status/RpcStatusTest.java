package dev.ijepa.server.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.v1.ErrorReason;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RpcStatusTest {
  @Test
  void everyReasonIsInTheContractAndNoOtherIs() {
    assertThat(Arrays.stream(Reason.values()).map(reason -> "ERROR_REASON_" + reason))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ErrorReason.values())
                .filter(
                    reason ->
                        reason != ErrorReason.UNRECOGNIZED
                            && reason != ErrorReason.ERROR_REASON_UNSPECIFIED)
                .map(Enum::name)
                .toList());
  }

  @Test
  void theDetailsSayWhyAndWhenToTryAgain() throws Exception {
    Status status =
        RpcStatus.of(new Failure(Reason.SERVER_BUSY, "full", Optional.of(Duration.ofMillis(1500))));

    assertThat(status.getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED_VALUE);
    assertThat(status.getMessage()).isEqualTo("full");
    ErrorInfo info = status.getDetails(0).unpack(ErrorInfo.class);
    assertThat(info.getReason()).isEqualTo("SERVER_BUSY");
    assertThat(info.getDomain()).isEqualTo("ijepa.dev");
    RetryInfo retry = status.getDetails(1).unpack(RetryInfo.class);
    assertThat(Durations.toMillis(retry.getRetryDelay())).isEqualTo(1500);
  }
}
