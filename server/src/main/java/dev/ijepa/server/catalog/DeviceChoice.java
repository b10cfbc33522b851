package dev.ijepa.server.catalog;

import dev.ijepa.models.Device;
import java.io.IOException;
import java.util.Locale;

/** Which device the operator wants. */
public enum DeviceChoice {
  /** A GPU if there is one. */
  AUTO,
  CPU,
  /** A GPU, and no start without it: TensorFlow by itself would take the CPU and say nothing. */
  GPU;

  /**
   * The device to use.
   *
   * @throws IOException if it is not there
   */
  Device find() throws IOException {
    return switch (this) {
      case CPU -> Device.CPU;
      case AUTO -> Device.GPU.isThere() ? Device.GPU : Device.CPU;
      case GPU -> {
        if (!Device.GPU.isThere()) {
          throw new IOException(
              "--device gpu: TensorFlow sees no GPU. It needs an NVIDIA card, its driver, CUDA 12 and cuDNN 9, and TensorFlow's CUDA build: IJEPA_PROFILE=gpu ./ijepa serve");
        }
        yield Device.GPU;
      }
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
