package dev.ijepa.ops.head;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeapNeedTest {
  @Test
  void aTrainingThatDoesNotFitIsRefusedWithWhatItNeeds() {
    HeapNeed need = new HeapNeed(20_000, 1000, 1280);

    assertThatCode(() -> need.require(1L << 30)).doesNotThrowAnyException();
    assertThatThrownBy(() -> need.require(256L << 20))
        .hasMessageContaining("1,000 classes of 1,280 features, judged by 20,000 images")
        .hasMessageContaining("need about 527 MiB of Java's memory, which is 256 MiB")
        .hasMessageContaining("IJEPA_JAVA_OPTS=-Xmx790m");
  }

  @Test
  void logitsThatNoArrayHoldsAreRefused() {
    assertThatThrownBy(() -> new HeapNeed(3_000_000, 1000, 128).require(Long.MAX_VALUE))
        .hasMessageContaining("3,000,000 images that judge the head × 1,000 classes");
  }
}
