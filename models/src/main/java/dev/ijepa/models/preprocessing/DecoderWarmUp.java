package dev.ijepa.models.preprocessing;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.Resample;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Decodes and resizes pictures of its own until the first stranger's image is no slower than the
 * last: classes loaded, TensorFlow's sessions made, the resize compiled.
 */
final class DecoderWarmUp {
  private static final int SIDE = 512;
  private static final int ROUNDS = 12;
  private static final ImageSpec SPEC = new ImageSpec(224, 224, Resample.BILINEAR);

  private DecoderWarmUp() {}

  static void run(ImagePreprocessor preprocessor) {
    BufferedImage noise = noise();
    byte[] target = new byte[SPEC.byteSize()];
    for (String format : List.of("jpg", "png")) {
      ByteBuffer file = ByteBuffer.wrap(encode(noise, format)).asReadOnlyBuffer();
      for (int round = 0; round < ROUNDS; round++) {
        try {
          preprocessor.preprocess(new ImageSource.Encoded(file), SPEC, ByteBuffer.wrap(target));
        } catch (ImageException e) {
          // The limits may be smaller than this picture: then there is nothing to warm.
          return;
        }
      }
    }
  }

  /** Low enough in detail that its file stays small. */
  private static BufferedImage noise() {
    Random random = new Random(1);
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        image.setRGB(x, y, (x / 2) << 16 | (y / 2) << 8 | random.nextInt(32));
      }
    }
    return image;
  }

  private static byte[] encode(BufferedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, bytes);
    } catch (IOException e) {
      throw new AssertionError("nothing is written but memory", e);
    }
    return bytes.toByteArray();
  }
}
