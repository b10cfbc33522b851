package dev.ijepa.server.openai;

import dev.ijepa.models.image.ImageSource;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.json.JsonString;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The images of a request, which come as strings. They are counted and sized as they are read. */
final class ImageStrings {
  private static final String DATA = "data:";
  private static final String BASE64 = ";base64";

  /** Longer than any type of media. */
  private static final int LONGEST_HEADER = 128;

  private final int mostImages;
  private final long mostBytes;
  private final List<ImageSource> images = new ArrayList<>();
  private long bytes;

  /**
   * No images yet.
   *
   * @param mostImages of one request
   * @param mostBytes of one image
   */
  ImageStrings(int mostImages, long mostBytes) {
    this.mostImages = mostImages;
    this.mostBytes = mostBytes;
  }

  List<ImageSource> images() {
    return images;
  }

  /** What all of them have. */
  long bytes() {
    return bytes;
  }

  /** Adds the image of a data URL. */
  void addDataUrl(JsonString text) throws FailedException {
    if (!text.startsWith(DATA)) {
      requireNoAddress(text);
      throw invalid(
          "an input is no image: it must be a data URL, data:image/…;base64,…; this server embeds no text");
    }
    String header = text.until(',', LONGEST_HEADER).toLowerCase(Locale.ROOT);
    if (!header.endsWith(BASE64)) {
      throw invalid("a data URL must be data:image/…;base64,…");
    }
    add(text);
  }

  /** Adds an image that may be a data URL, or base64 alone. */
  void addImage(JsonString text) throws FailedException {
    if (text.startsWith(DATA)) {
      addDataUrl(text);
    } else {
      requireNoAddress(text);
      add(text);
    }
  }

  private static void requireNoAddress(JsonString text) throws FailedException {
    if (text.startsWith("http://") || text.startsWith("https://")) {
      throw invalid("this server fetches no URLs; send the image itself as a data URL");
    }
  }

  private void add(JsonString base64) throws FailedException {
    if (images.size() == mostImages) {
      throw invalid(
          "there are more than the %d images that are allowed (--max-images-per-request)"
              .formatted(mostImages));
    }
    byte[] image = base64.base64(mostBytes);
    bytes += image.length;
    images.add(new ImageSource.Encoded(ByteBuffer.wrap(image)));
  }

  static FailedException invalid(String message) {
    return new FailedException(Reason.REQUEST_INVALID, message);
  }
}
