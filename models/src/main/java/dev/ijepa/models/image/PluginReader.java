package dev.ijepa.models.image;

import dev.ijepa.models.image.ImageException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Runs a reader of ImageIO on bytes in memory. Readers are chosen by the package that they are in:
 * another plugin for the same format on the class path would give other pixels.
 */
public final class PluginReader {
  private final String format;
  private final String readerPackage;

  /**
   * @param format ImageIO's name of the format
   * @param readerPackage what the reader's class name begins with
   */
  public PluginReader(String format, String readerPackage) {
    this.format = format;
    this.readerPackage = readerPackage;
  }

  /**
   * Reads a file.
   *
   * @throws ImageException CORRUPT if the reader fails, or only warns: readers fill up truncated
   *     images with gray; TOO_LARGE if it takes longer than it may
   */
  public <T> T read(byte[] file, ImageGuard guard, Reading<T> reading) throws ImageException {
    ImageReader reader = newReader();
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(stream, true, true);
      boolean[] warned = new boolean[1];
      reader.addIIOReadWarningListener((source, warning) -> warned[0] = true);
      reader.addIIOReadProgressListener(new TimeListener(guard));
      T image = reading.read(reader);
      guard.checkTime();
      if (warned[0]) {
        throw corrupt();
      }
      return image;
    } catch (IOException | RuntimeException e) {
      guard.checkTime();
      throw corrupt();
    } finally {
      reader.dispose();
    }
  }

  private ImageException corrupt() {
    return new ImageException(
        Reason.CORRUPT,
        "the "
            + format
            + " is truncated or corrupt: its data ends early or breaks the format's"
            + " rules");
  }

  private ImageReader newReader() {
    for (Iterator<ImageReader> readers =
            ImageIO.getImageReadersByFormatName(format.toLowerCase(Locale.ROOT));
        readers.hasNext(); ) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith(readerPackage)) {
        return reader;
      }
    }
    throw new IllegalStateException("no " + format + " reader of " + readerPackage);
  }

  /** What to read with a reader. */
  @FunctionalInterface
  public interface Reading<T> {
    T read(ImageReader reader) throws IOException;
  }
}
