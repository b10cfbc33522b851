package dev.ijepa.client.bench;

import com.google.protobuf.UnsafeByteOperations;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.Pixels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * Images made up here, the same ones in each run: a colour gradient under noise, so that a JPEG of
 * it has about the size of a photograph's.
 *
 * @param jpeg encoded by Java's own writer at its default quality; else plain pixels
 */
public record SyntheticImages(int width, int height, boolean jpeg) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,5})x(\\d{1,5})(?::(jpeg|pixels))?");
  // Enough that nothing on the way can live from having seen an image just before.
  private static final int COUNT = 16;
  private static final int NOISE = 32;

  /**
   * Reads {@code WxH}, {@code WxH:jpeg} or {@code WxH:pixels}.
   *
   * @throws IllegalArgumentException saying what is allowed
   */
  public static SyntheticImages parse(String text) {
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      int width = Integer.parseInt(form.group(1));
      int height = Integer.parseInt(form.group(2));
      if (width > 0 && height > 0) {
        return new SyntheticImages(width, height, !"pixels".equals(form.group(3)));
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no size; write WIDTHxHEIGHT, WIDTHxHEIGHT:jpeg or WIDTHxHEIGHT:pixels");
  }

  /** Makes them. */
  public ImageSet make() {
    List<Image> images = IntStream.range(0, COUNT).mapToObj(this::image).toList();
    String kind = jpeg ? "JPEG" : "pixel";
    return new ImageSet(
        images, "%s synthetic %s×%s %s images".formatted(COUNT, width, height, kind));
  }

  private Image image(int index) {
    byte[] rgb = rgb(new SplittableRandom(index), index);
    if (jpeg) {
      return Image.newBuilder().setEncoded(UnsafeByteOperations.unsafeWrap(encoded(rgb))).build();
    }
    return Image.newBuilder()
        .setPixels(
            Pixels.newBuilder()
                .setWidth(width)
                .setHeight(height)
                .setRgb(UnsafeByteOperations.unsafeWrap(rgb)))
        .build();
  }

  private byte[] rgb(SplittableRandom random, int index) {
    byte[] rgb = new byte[Math.multiplyExact(3 * width, height)];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int noise = random.nextInt(NOISE);
        rgb[at++] = (byte) (noise + x * (255 - NOISE) / width);
        rgb[at++] = (byte) (noise + y * (255 - NOISE) / height);
        rgb[at++] = (byte) (noise + index * (255 - NOISE) / COUNT);
      }
    }
    return rgb;
  }

  private byte[] encoded(byte[] rgb) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      int color =
          (rgb[3 * i] & 0xFF) << 16 | (rgb[3 * i + 1] & 0xFF) << 8 | (rgb[3 * i + 2] & 0xFF);
      image.setRGB(i % width, i / width, color);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "jpeg", bytes);
    } catch (IOException e) {
      throw new IllegalStateException("a write to memory failed", e);
    }
    return bytes.toByteArray();
  }
}
