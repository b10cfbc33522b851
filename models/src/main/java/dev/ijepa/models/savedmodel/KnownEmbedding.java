package dev.ijepa.models.savedmodel;

import dev.ijepa.models.Output;
import dev.ijepa.models.image.ImageSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * An image of noise, the same for all models of its size, and its embedding at the time of the
 * conversion: {@code assets.extra/canary.f32}, little-endian float32, shape [D]. Whoever loads the
 * model can see whether it still computes what it did.
 */
public final class KnownEmbedding {
  private static final Path FILE = Path.of("assets.extra", "canary.f32");
  private static final long SEED = 20230123;

  private final byte[] image;
  private final float[] embedding;

  /**
   * What is known.
   *
   * @param image pixels of a {@link ModelInput}
   * @param embedding shape [D]
   */
  public KnownEmbedding(byte[] image, float[] embedding) {
    this.image = image;
    this.embedding = embedding;
  }

  /** The pixels of the image: {@link Random}'s bytes, which its contract fixes for all time. */
  static byte[] image(ImageSpec spec) {
    byte[] image = new byte[spec.byteSize()];
    new Random(SEED).nextBytes(image);
    return image;
  }

  static KnownEmbedding read(Path folder, ImageSpec spec, int size) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file) || Files.size(file) != (long) size * Float.BYTES) {
      throw new ModelException(
          String.format(
              Locale.ROOT,
              "%s is missing or does not hold the %d values of an embedding; convert the checkpoint again",
              file,
              size));
    }
    float[] embedding = new float[size];
    ByteBuffer.wrap(Files.readAllBytes(file))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(embedding);
    return new KnownEmbedding(image(spec), embedding);
  }

  void write(Path folder) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(embedding.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(embedding);
    Files.createDirectories(folder.resolve(FILE).getParent());
    Files.write(folder.resolve(FILE), bytes.array());
  }

  /** What to run. */
  public ModelInput input() {
    return new ModelInput(image, Set.of(Output.EMBEDDING));
  }

  /** The relative L2 distance of what a model makes of it; NaN if that is not finite. */
  public double distance(float[] actual) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < embedding.length; i++) {
      difference += Math.pow((double) actual[i] - embedding[i], 2);
      norm += Math.pow(embedding[i], 2);
    }
    return Math.sqrt(difference / norm);
  }
}
