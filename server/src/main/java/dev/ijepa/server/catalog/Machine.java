package dev.ijepa.server.catalog;

import dev.ijepa.models.Device;
import dev.ijepa.models.Processor;
import dev.ijepa.models.TensorFlowRuntime;

/** What measurements depend on, beside the model. */
final class Machine {
  private Machine() {}

  /**
   * Names this kind of machine: device, processor, cores that the process may use, TensorFlow's
   * version.
   */
  static String description(Device device) {
    return "%s, %d cores of %s, TensorFlow %s"
        .formatted(
            device,
            Runtime.getRuntime().availableProcessors(),
            Processor.current().name(),
            TensorFlowRuntime.version());
  }
}
