package dev.ijepa.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.Refusal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HttpErrorTest {
  @ParameterizedTest
  @EnumSource(Reason.class)
  void eachReasonHasAStatusOfAnError(Reason reason) {
    assertThat(HttpError.of(new Failure(reason, "m")).status()).isBetween(400, 504);
  }

  @Test
  void aClientThatHasWhatIsItsOwnIsToldSo() {
    assertThat(HttpError.of(Failure.busy(Refusal.CLIENT_BUDGET, "m", Duration.ZERO)).status())
        .isEqualTo(429);
    assertThat(HttpError.of(Failure.busy(Refusal.BUDGET, "m", Duration.ZERO)).status())
        .isEqualTo(503);
  }

  @Test
  void aPathHasItsParameters() {
    PathPattern pattern = PathPattern.of("/v1/models/{model}:embed");

    assertThat(pattern.match("/v1/models/a.b-c:embed")).contains(Map.of("model", "a.b-c"));
    assertThat(pattern.match("/v1/models/a/b:embed")).isEmpty();
    assertThat(pattern.match("/v1/models/:embed")).isEmpty();
    assertThat(pattern.match("/v1/models/a:embed:embed")).isEmpty();
  }
}
