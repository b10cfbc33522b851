package dev.ijepa.server.loading;

import dev.ijepa.models.Device;
import dev.ijepa.models.Gpu;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which device the operator wants. */
public enum DeviceChoice {
  /** A GPU if there is one. */
  AUTO,
  CPU,
  /** A GPU, and no start without it: TensorFlow by itself would take the CPU and say nothing. */
  GPU;

  private static final Logger log = LoggerFactory.getLogger(DeviceChoice.class);

  /**
   * The device to use.
   *
   * @param probe looks for a GPU; takes seconds, and is left out where nobody wants one
   * @throws IOException if it is not there; the message has TensorFlow's reason
   */
  Device find(Supplier<Gpu> probe) throws IOException {
    return this == CPU ? Device.CPU : find(probe.get());
  }

  private Device find(Gpu gpu) throws IOException {
    if (gpu.fault().isEmpty()) {
      return Device.GPU;
    }
    String reason = gpu.fault().get();
    if (this == GPU) {
      throw new IOException(
          "--device gpu: TensorFlow sees no GPU. It needs an NVIDIA card, its driver, CUDA 12 and cuDNN 9, and TensorFlow's CUDA build: IJEPA_PROFILE=gpu ./ijepa serve. TensorFlow's reason: "
              + reason);
    }
    if (gpu.isBuiltIn()) {
      log.warn("--device auto: models are computed on the CPU, as no GPU can be used: {}", reason);
    }
    return Device.CPU;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
