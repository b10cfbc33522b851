package dev.ijepa.server.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.models.Device;
import dev.ijepa.models.Gpu;
import dev.ijepa.server.LoggedLines;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeviceChoiceTest {
  private static final String REASON = "Cannot assign a device for operation Add";
  private static final Gpu USABLE = new Gpu(true, Optional.empty());
  private static final Gpu NOT_BUILT_IN = new Gpu(false, Optional.of("it is not built in"));
  private static final Gpu NO_CARD = new Gpu(true, Optional.of(REASON));

  @Test
  void aGpuThatCanBeUsedIsUsedUnlessTheCpuIsWanted() throws IOException {
    assertThat(DeviceChoice.AUTO.find(() -> USABLE)).isEqualTo(Device.GPU);
    assertThat(DeviceChoice.GPU.find(() -> USABLE)).isEqualTo(Device.GPU);
    assertThat(
            DeviceChoice.CPU.find(
                () -> {
                  throw new AssertionError("nobody asked for a GPU");
                }))
        .isEqualTo(Device.CPU);
  }

  @Test
  void autoIsTheCpuWhereNoGpuIsBuiltInAndSaysNothing() throws IOException {
    try (LoggedLines log = new LoggedLines(DeviceChoice.class)) {
      assertThat(DeviceChoice.AUTO.find(() -> NOT_BUILT_IN)).isEqualTo(Device.CPU);

      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void autoIsTheCpuWhereTheGpuCanNotBeUsedAndSaysWhyInOneLine() throws IOException {
    try (LoggedLines log = new LoggedLines(DeviceChoice.class)) {
      assertThat(DeviceChoice.AUTO.find(() -> NO_CARD)).isEqualTo(Device.CPU);

      assertThat(log.lines()).singleElement().asString().contains("on the CPU").contains(REASON);
    }
  }

  @Test
  void aGpuThatIsNotThereIsAnErrorWithTensorFlowsReasonAndNotTheCpu() {
    for (Gpu gpu : new Gpu[] {NOT_BUILT_IN, NO_CARD}) {
      assertThatThrownBy(() -> DeviceChoice.GPU.find(() -> gpu))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("--device gpu: TensorFlow sees no GPU")
          .hasMessageContaining(gpu.fault().orElseThrow());
    }
  }
}
