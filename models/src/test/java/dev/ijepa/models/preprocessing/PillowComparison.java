package dev.ijepa.models.preprocessing;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.models.image.RgbImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares the decoders with Pillow on a folder of files, by hand. The folder has a file MANIFEST,
 * as mass_files.py writes it: for each file a line of its name, the SHA-256 of its size and pixels,
 * and Pillow's mode, divided by tabs; "refused" in place of the hash if Pillow refuses it.
 */
final class PillowComparison {
  private PillowComparison() {}

  /** Takes the folder, and prints what differs. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Map<String, Integer> counts = new TreeMap<>();
    for (String line : Files.readAllLines(folder.resolve("MANIFEST"))) {
      String[] fields = line.split("\t", -1);
      String result = compare(Files.readAllBytes(folder.resolve(fields[0])), fields[1]);
      String kind = result.split(":", 2)[0];
      counts.merge(kind, 1, Integer::sum);
      if (!kind.equals("equal") && !kind.equals("both refuse")) {
        System.out.println(String.join("\t", kind, fields[0], fields[2], result));
      }
    }
    System.out.println(counts);
    System.exit(0);
  }

  private static String compare(byte[] file, String expected) {
    boolean refused = expected.equals("refused");
    try (RgbImage image =
        Images.PREPROCESSOR.open(new ImageSource.Encoded(ByteBuffer.wrap(file)))) {
      String hash = Corpus.sha256(withSize(image));
      return refused
          ? "only we accept"
          : hash.equals(expected) ? "equal" : "wrong: " + image.width() + "x" + image.height();
    } catch (ImageException e) {
      return refused ? "both refuse" : "only we refuse: " + e.reason() + " " + e.getMessage();
    } catch (RuntimeException | Error e) {
      return "crash: " + e + " at " + Arrays.stream(e.getStackTrace()).limit(4).toList();
    }
  }

  private static byte[] withSize(RgbImage image) {
    byte[] pixels = Corpus.pixels(image);
    return ByteBuffer.allocate(8 + pixels.length)
        .putInt(image.width())
        .putInt(image.height())
        .put(pixels)
        .array();
  }
}
