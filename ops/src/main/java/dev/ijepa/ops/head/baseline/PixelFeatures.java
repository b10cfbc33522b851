package dev.ijepa.ops.head.baseline;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.image.DecodeMode;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageLimits;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.Resample;
import dev.ijepa.models.preprocessing.ImagePreprocessor;
import dev.ijepa.ops.head.dataset.Dataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Images as 16 × 16 pixels of RGB: decoded and upright as the encoder sees them, resized straight
 * to that size by averages of areas, each value in [0, 1]. Shape [768].
 */
public final class PixelFeatures {
  /** Side of the reduced image, in pixels. */
  public static final int SIDE = 16;

  /** Number of values of an image. */
  public static final int SIZE = SIDE * SIDE * 3;

  private static final ImageSpec SPEC = new ImageSpec(SIDE, SIDE, Resample.BOX);
  // Two of them are decoded at once, in a heap that may be small.
  private static final ImageLimits LIMITS = new ImageLimits(32L << 20, 30_000_000L);
  private static final float WHITE = 255;

  private PixelFeatures() {}

  /**
   * The pixels of some images, by name. Images that cannot be decoded are left out.
   *
   * @throws IOException if an archive cannot be read
   */
  public static Map<String, float[]> of(Dataset dataset, Set<String> names) throws IOException {
    Map<String, float[]> pixels = new ConcurrentHashMap<>();
    try (ImagePreprocessor preprocessor =
        new ImagePreprocessor(LIMITS, DecodeMode.EXACT, TensorFlowRuntime.onAllCores())) {
      dataset.read(names, (name, file) -> put(pixels, name, file, preprocessor));
    }
    return pixels;
  }

  private static void put(
      Map<String, float[]> pixels, String name, byte[] file, ImagePreprocessor preprocessor) {
    ByteBuffer rgb = ByteBuffer.allocate(SPEC.byteSize());
    try {
      preprocessor.preprocess(new ImageSource.Encoded(ByteBuffer.wrap(file)), SPEC, rgb);
    } catch (ImageException e) {
      return;
    }
    float[] values = new float[SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = Byte.toUnsignedInt(rgb.get(i)) / WHITE;
    }
    pixels.put(name, values);
  }
}
