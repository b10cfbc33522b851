package dev.ijepa.server.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DataSizeTest {
  @Test
  void sizesAreReadAsPeopleWriteThem() {
    assertThat(DataSize.parse("4096").bytes()).isEqualTo(4096);
    assertThat(DataSize.parse("512KiB").bytes()).isEqualTo(512 << 10);
    assertThat(DataSize.parse("32 MiB").bytes()).isEqualTo(32 << 20);
    assertThat(DataSize.parse("2GiB").bytes()).isEqualTo(2L << 30);
    assertThat(DataSize.parse("32MiB")).hasToString("32MiB");
  }

  @Test
  void anythingElseIsRefusedWithAnExample() {
    assertThatThrownBy(() -> DataSize.parse("32MB"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32MB")
        .hasMessageContaining("32MiB");
  }
}
