package dev.ijepa.models.preprocessing;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.Resample;
import dev.ijepa.models.image.RgbImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Decodes every file of a folder as the server does, each in its own size, and prints a line for
 * each. {@code models/reference/images/odd_check.py} runs it, and holds the lines against Pillow.
 *
 * <p>A line has five fields with tabs between them: name, milliseconds that decoding took, outcome,
 * size, and either the SHA-256 of the RGB bytes or the message. The outcome is {@code ok}, the name
 * of an {@link ImageException.Reason}, {@code CRASH} if the decoder threw anything else, or {@code
 * PATHS} if the image that a model gets has other pixels than the image as decoded.
 */
final class DecodeFolder {
  /** A resize to the image's own size costs as much as decoding it: large images skip it. */
  private static final int MAX_RESIZED_BYTES = 12_000_000;

  private DecodeFolder() {}

  public static void main(String[] args) throws IOException {
    Images.PREPROCESSOR.warmUp();
    for (Path file : files(Path.of(args[0]))) {
      System.out.println(line(file));
    }
    System.out.flush();
    // TensorFlow's threads must not keep the process alive.
    System.exit(0);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String line(Path path) throws IOException {
    byte[] file = Files.readAllBytes(path);
    long start = System.nanoTime();
    try {
      Decoded image = decode(file);
      long millis = millisSince(start);
      return line(path, millis, image.outcome(file), image.size(), image.sha256());
    } catch (ImageException e) {
      return line(path, millisSince(start), e.reason().name(), "", e.getMessage());
    } catch (Exception | OutOfMemoryError | StackOverflowError e) {
      return line(path, millisSince(start), "CRASH", "", e.toString());
    }
  }

  private static Decoded decode(byte[] file) throws ImageException {
    try (RgbImage image = Images.PREPROCESSOR.open(source(file))) {
      return new Decoded(image);
    }
  }

  private static ImageSource.Encoded source(byte[] file) {
    return new ImageSource.Encoded(ByteBuffer.wrap(file));
  }

  private static long millisSince(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  private static String line(Path path, long millis, String outcome, String size, String rest) {
    String plain = rest.replaceAll("\\s+", " ");
    return String.join(
        "\t", path.getFileName().toString(), Long.toString(millis), outcome, size, plain);
  }

  /** The pixels of a file. Shape [height, width, 3]. */
  private static final class Decoded {
    private final int width;
    private final int height;
    private final byte[] pixels;

    Decoded(RgbImage image) {
      this.width = image.width();
      this.height = image.height();
      this.pixels = Corpus.pixels(image);
    }

    String size() {
      return width + "x" + height;
    }

    String sha256() {
      return Corpus.sha256(pixels);
    }

    /** A model whose input has the image's own size must get the same: that resize is none. */
    String outcome(byte[] file) throws ImageException {
      if (pixels.length > MAX_RESIZED_BYTES) {
        return "ok";
      }
      ByteBuffer target = ByteBuffer.allocate(pixels.length);
      Images.PREPROCESSOR.preprocess(
          source(file), new ImageSpec(height, width, Resample.BILINEAR), target);
      return Arrays.equals(pixels, target.array()) ? "ok" : "PATHS";
    }
  }
}
