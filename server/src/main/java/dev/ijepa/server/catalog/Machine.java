package dev.ijepa.server.catalog;

import dev.ijepa.models.Processor;
import dev.ijepa.models.TensorFlowRuntime;

/** What measurements depend on, beside the model. */
final class Machine {
  private Machine() {}

  /**
   * Names this kind of machine: processor, cores that the process may use, TensorFlow's version.
   */
  static String description() {
    return "%d cores of %s, TensorFlow %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            Processor.current().name(),
            TensorFlowRuntime.version());
  }
}
