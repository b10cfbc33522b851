package dev.ijepa.server.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.features.ModelIdentity;
import org.junit.jupiter.api.Test;

class ModelVersionTest {
  @Test
  void itIsAnIntegerWhateverTheHashes() {
    assertThat(Long.parseLong(version("f".repeat(64), "f".repeat(16)))).isPositive();
    assertThat(version("0".repeat(64), "0".repeat(16))).isEqualTo("0");
  }

  @Test
  void itChangesWithTheFingerprintAndWithTheRevision() {
    String version = version("a".repeat(64), "b".repeat(16));

    assertThat(version("c" + "a".repeat(63), "b".repeat(16))).isNotEqualTo(version);
    assertThat(version("a".repeat(64), "c" + "b".repeat(15))).isNotEqualTo(version);
  }

  private static String version(String fingerprint, String revision) {
    return ModelVersion.of(new ModelIdentity("mine", "its own", fingerprint, revision));
  }
}
