package dev.ijepa.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusCodeTest {
  @Test
  void everyCodeOfAFailureHasItsNamesake() {
    List<StatusCode> codes =
        Arrays.stream(Status.Code.values())
            .filter(code -> code != Status.Code.OK)
            .map(StatusCode::of)
            .toList();

    assertThat(codes).containsExactly(StatusCode.values());
  }
}
