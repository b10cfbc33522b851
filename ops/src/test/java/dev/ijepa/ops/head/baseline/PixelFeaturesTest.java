package dev.ijepa.ops.head.baseline;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.ops.head.dataset.Dataset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PixelFeaturesTest {
  @TempDir private Path folder;

  /** 32 × 16 pixels: red on the left, black on the right. */
  private static byte[] redAndBlack() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes("P6 32 16 255\n".getBytes(US_ASCII));
    for (int pixel = 0; pixel < 32 * 16; pixel++) {
      file.writeBytes(new byte[] {(byte) (pixel % 32 < 16 ? 255 : 0), 0, 0});
    }
    return file.toByteArray();
  }

  @Test
  void anImageIsReducedToSixteenBySixteenPixels() throws IOException {
    Path image =
        Files.write(Files.createDirectory(folder.resolve("a")).resolve("1.ppm"), redAndBlack());
    Path broken = Files.writeString(folder.resolve("a").resolve("2.ppm"), "P6 broken");
    Path gone = folder.resolve("a").resolve("3.ppm");

    Map<String, float[]> pixels =
        PixelFeatures.of(
            Dataset.open(folder), Set.of(image.toString(), broken.toString(), gone.toString()));

    assertThat(pixels).containsOnlyKeys(image.toString());
    float[] values = pixels.get(image.toString());
    assertThat(values).hasSize(16 * 16 * 3);
    assertThat(values[0]).isEqualTo(1);
    assertThat(values[1]).isZero();
    assertThat(values[7 * 3]).isEqualTo(1);
    assertThat(values[8 * 3]).isZero();
  }
}
