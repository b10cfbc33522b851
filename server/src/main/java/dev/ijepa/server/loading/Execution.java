package dev.ijepa.server.loading;

import dev.ijepa.models.Device;
import dev.ijepa.models.Processor;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.savedmodel.FeatureModel;
import dev.ijepa.server.batching.LoadedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How models are computed.
 *
 * @param device that computes them
 * @param bfloat16 whether all are computed in bf16, also those that were converted to float32
 */
record Execution(Device device, boolean bfloat16) implements ModelSource {
  @Override
  public LoadedModel load(Path folder, int lanes) throws IOException {
    TensorFlowRuntime tensorflow = TensorFlowRuntime.forLanes(device, lanes);
    return new TensorFlowModel(
        bfloat16
            ? FeatureModel.loadBfloat16(folder, tensorflow)
            : FeatureModel.load(folder, tensorflow));
  }

  /**
   * Names all that measurements depend on, beside the model: device, processor, cores that the
   * process may use, precision, TensorFlow's version.
   */
  String description() {
    return String.format(
        Locale.ROOT,
        "%s, %d cores of %s, %sTensorFlow %s",
        device,
        Runtime.getRuntime().availableProcessors(),
        Processor.current().name(),
        bfloat16 ? "bf16, " : "",
        TensorFlowRuntime.version());
  }
}
