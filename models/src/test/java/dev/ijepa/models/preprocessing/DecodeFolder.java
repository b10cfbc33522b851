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
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Decodes every file of a folder as the server does, each in its own size, and prints a line for
 * each. {@code models/reference/images/odd_check.py} runs it, and holds the lines against Pillow.
 *
 * <p>A line has five fields with tabs between them: name, milliseconds, outcome, size, and either
 * the SHA-256 of the RGB bytes or the message. The outcome is {@code ok}, the name of an {@link
 * ImageException.Reason}, {@code CRASH} if the decoder threw anything else, or {@code PATHS} if the
 * image that a model gets has other pixels than the image as decoded.
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
    String result = result(file);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    return path.getFileName() + "\t" + millis + "\t" + result;
  }

  private static String result(byte[] file) {
    try {
      return decoded(file);
    } catch (ImageException e) {
      return fault(e.reason().name(), e.getMessage());
    } catch (Exception | OutOfMemoryError | StackOverflowError e) {
      return fault("CRASH", e.toString());
    }
  }

  private static String decoded(byte[] file) throws ImageException {
    int width;
    int height;
    byte[] pixels;
    try (RgbImage image = Images.PREPROCESSOR.open(source(file))) {
      width = image.width();
      height = image.height();
      pixels = Corpus.pixels(image);
    }
    String sha256 = Corpus.sha256(pixels);
    boolean same =
        pixels.length > MAX_RESIZED_BYTES || sha256.equals(sha256ForModel(file, width, height));
    return String.format(
        Locale.ROOT, "%s\t%dx%d\t%s", same ? "ok" : "PATHS", width, height, sha256);
  }

  /** What a model gets whose input has the image's own size: the resize then changes nothing. */
  private static String sha256ForModel(byte[] file, int width, int height) throws ImageException {
    ImageSpec spec = new ImageSpec(height, width, Resample.BILINEAR);
    ByteBuffer target = ByteBuffer.allocate(spec.byteSize());
    Images.PREPROCESSOR.preprocess(source(file), spec, target);
    return Corpus.sha256(target.array());
  }

  private static ImageSource.Encoded source(byte[] file) {
    return new ImageSource.Encoded(ByteBuffer.wrap(file));
  }

  private static String fault(String outcome, String message) {
    return outcome + "\t\t" + message.replaceAll("\\s+", " ");
  }
}
