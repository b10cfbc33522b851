package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.RgbImage;
import org.tensorflow.Result;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.types.TUint8;

/** An image in TensorFlow's memory, as a decoder left it. Shape [height, width, 3], uint8. */
final class TensorImage extends RgbImage {
  private final Result result;
  private final ByteDataBuffer rgb;

  /** Takes over the result of a run, whose first output is the image. */
  TensorImage(Result result) {
    this(result, (TUint8) result.get(0));
  }

  private TensorImage(Result result, TUint8 image) {
    super(Math.toIntExact(image.shape().get(1)), Math.toIntExact(image.shape().get(0)));
    this.result = result;
    rgb = image.asRawTensor().data();
  }

  @Override
  public void readRow(int y, byte[] row, int offset) {
    rgb.offset((long) y * width() * 3).read(row, offset, width() * 3);
  }

  @Override
  public void close() {
    result.close();
  }
}
