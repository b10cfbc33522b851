package dev.ijepa.server.loading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.Device;
import org.junit.jupiter.api.Test;

class PrecisionChoiceTest {
  @Test
  void autoIsBf16OnlyWhereTheDeviceHasInstructionsForIt() {
    assertThat(PrecisionChoice.AUTO.isBfloat16(Device.GPU)).isTrue();
    assertThat(PrecisionChoice.AUTO.isBfloat16(Device.CPU)).isEqualTo(Device.CPU.hasBfloat16());
  }

  @Test
  void whatTheOperatorSaysIsNotQuestioned() {
    for (Device device : Device.values()) {
      assertThat(PrecisionChoice.BF16.isBfloat16(device)).isTrue();
      assertThat(PrecisionChoice.CONVERTED.isBfloat16(device)).isFalse();
    }
  }

  @Test
  void whatIsMeasuredInBf16IsNotRememberedForFloat32() {
    assertThat(new Execution(Device.CPU, true).description())
        .isNotEqualTo(new Execution(Device.CPU, false).description())
        .contains("bf16");
  }
}
