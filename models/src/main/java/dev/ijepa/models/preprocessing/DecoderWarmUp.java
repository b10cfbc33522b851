package dev.ijepa.models.preprocessing;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.Resample;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Decodes and resizes pictures of its own until the first stranger's image is no slower than the
 * last: classes loaded, TensorFlow's sessions made, the resize compiled.
 */
final class DecoderWarmUp {
  private static final int SIDE = 512;
  private static final int ROUNDS = 12;
  private static final ImageSpec SPEC = new ImageSpec(224, 224, Resample.BILINEAR);

  private DecoderWarmUp() {}

  static void run(ImagePreprocessor preprocessor, TensorFlowRuntime tensorflow) {
    byte[] target = new byte[SPEC.byteSize()];
    for (byte[] file : WarmUpFiles.encode(picture(), SIDE, tensorflow)) {
      for (int round = 0; round < ROUNDS; round++) {
        try {
          preprocessor.preprocess(
              new ImageSource.Encoded(ByteBuffer.wrap(file).asReadOnlyBuffer()),
              SPEC,
              ByteBuffer.wrap(target));
        } catch (ImageException e) {
          // The limits may be smaller than this picture: then there is nothing to warm.
          return;
        }
      }
    }
  }

  /** Low enough in detail that its file stays small. Shape [SIDE, SIDE, 3]. */
  private static byte[] picture() {
    Random random = new Random(1);
    byte[] rgb = new byte[SIDE * SIDE * 3];
    for (int i = 0; i < SIDE * SIDE; i++) {
      rgb[3 * i] = (byte) (i % SIDE / 2);
      rgb[3 * i + 1] = (byte) (i / SIDE / 2);
      rgb[3 * i + 2] = (byte) random.nextInt(32);
    }
    return rgb;
  }
}
