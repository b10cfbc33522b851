package dev.ijepa.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.ijepa.models.Device;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a machine without a GPU, or with a TensorFlow that can't use it. */
class DeviceChoiceTest {
  @BeforeEach
  void skipWhereThereIsAGpu() {
    assumeFalse(Device.GPU.isThere());
  }

  @Test
  void autoIsTheCpu() throws IOException {
    assertThat(DeviceChoice.AUTO.find()).isEqualTo(Device.CPU);
  }

  @Test
  void aGpuThatIsNotThereIsAnErrorAndNotTheCpu() {
    assertThatThrownBy(DeviceChoice.GPU::find)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("--device gpu: TensorFlow sees no GPU");
  }
}
