package dev.ijepa.server.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.item.Failure.Reason;
import io.grpc.Status;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class ServerFaultsTest {
  @Test
  void whatTheServerFailsToDoIsAFaultAndWhatAClientSendsIsNone() {
    EnumSet<Reason> faults = EnumSet.allOf(Reason.class);
    faults.removeIf(reason -> !ServerFaults.has(reason));

    assertThat(faults)
        .containsExactlyInAnyOrder(
            Reason.ITEM_EXPIRED,
            Reason.SERVER_NOT_SERVING,
            Reason.OUTPUT_NOT_FINITE,
            Reason.INFERENCE_FAILED,
            Reason.CONNECTION_EXPIRED);
    assertThat(ServerFaults.has(Status.Code.RESOURCE_EXHAUSTED)).isFalse();
    assertThat(ServerFaults.has(Status.Code.UNIMPLEMENTED)).isTrue();
  }
}
