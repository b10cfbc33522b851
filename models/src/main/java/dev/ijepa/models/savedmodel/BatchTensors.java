package dev.ijepa.models.savedmodel;

import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.Output;
import dev.ijepa.models.image.ImageSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.types.TUint8;

/** Images side by side in one tensor, and each one's share of what was computed with it. */
public final class BatchTensors {
  private BatchTensors() {}

  /**
   * The input of a run. The caller closes it.
   *
   * @param inputs at least one
   * @param batchSize at least as many as there are inputs: the rest is padding, whatever it holds
   * @param spec what all of them are
   * @return RGB pixels, uint8, shape [batchSize, H, W, 3]
   * @throws IllegalArgumentException if there are more inputs, or one is of another size
   */
  public static TUint8 of(List<ModelInput> inputs, int batchSize, ImageSpec spec) {
    if (inputs.isEmpty() || inputs.size() > batchSize) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%d images do not fit a batch of %d", inputs.size(), batchSize));
    }
    for (ModelInput one : inputs) {
      if (one.pixels().length != spec.byteSize()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "an image of %d bytes; this model takes %d",
                one.pixels().length,
                spec.byteSize()));
      }
    }
    TUint8 batch = TUint8.tensorOf(Shape.of(batchSize, spec.height(), spec.width(), 3));
    try {
      ByteDataBuffer data = batch.asRawTensor().data();
      for (int i = 0; i < inputs.size(); i++) {
        data.offset((long) i * spec.byteSize()).write(inputs.get(i).pixels());
      }
      return batch;
    } catch (RuntimeException | Error e) {
      batch.close();
      throw e;
    }
  }

  /** What each input has asked for, of all that was fetched. */
  static List<ImageOutputs> split(List<ModelInput> inputs, List<Output> fetched, Result result) {
    List<ImageOutputs> images = new ArrayList<>(inputs.size());
    for (int image = 0; image < inputs.size(); image++) {
      Map<Output, float[]> values = new EnumMap<>(Output.class);
      for (Output output : inputs.get(image).outputs()) {
        values.put(output, row(result.get(fetched.indexOf(output)), image));
      }
      images.add(new ImageOutputs(values));
    }
    return images;
  }

  /** What a tensor [B, …] holds for one image of the batch. */
  private static float[] row(Tensor tensor, int image) {
    float[] row = new float[Math.toIntExact(tensor.shape().size() / tensor.shape().get(0))];
    tensor.asRawTensor().data().asFloats().offset((long) image * row.length).read(row);
    return row;
  }
}
