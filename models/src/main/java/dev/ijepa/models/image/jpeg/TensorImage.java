package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.RgbImage;
import org.tensorflow.Result;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.types.TUint8;

/** An image in TensorFlow's memory, as a decoder left it. Shape [height, width, 3], uint8. */
final class TensorImage implements RgbImage {
  private final Result result;
  private final int width;
  private final int height;
  private final ByteDataBuffer rgb;

  /** Takes over the result of a run, whose first output is the image. */
  TensorImage(Result result) {
    this.result = result;
    TUint8 image = (TUint8) result.get(0);
    height = Math.toIntExact(image.shape().get(0));
    width = Math.toIntExact(image.shape().get(1));
    rgb = image.asRawTensor().data();
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public void readRow(int y, byte[] row, int offset) {
    rgb.offset((long) y * width * 3).read(row, offset, width * 3);
  }

  @Override
  public void close() {
    result.close();
  }
}
