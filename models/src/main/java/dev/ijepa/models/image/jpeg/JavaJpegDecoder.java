package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.RgbImage;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the JPEGs that TensorFlow can't, or not as Pillow does: CMYK and YCCK, arithmetic and
 * lossless coding, progressive ones whose last scans are missing, and files that break the rules in
 * a way that Pillow's libjpeg-turbo 3 only warns of. It gives that library's values bit for bit, at
 * a third of its speed. Source: ITU-T T.81; libjpeg-turbo's behaviour where a file breaks the
 * rules.
 */
final class JavaJpegDecoder {
  private final JpegInput input;
  private final ImageGuard guard;
  private final JpegTables tables;
  private final JpegColorFinder color = new JpegColorFinder();
  private @Nullable JpegFrame frame;

  /**
   * @param tables that the file may use without defining them; changed
   */
  private JavaJpegDecoder(byte[] file, JpegTables tables, ImageGuard guard) {
    this.input = new JpegInput(file);
    this.tables = tables;
    this.guard = guard;
  }

  /**
   * Decodes a file whose size in {@link JpegHeader} is checked.
   *
   * @throws ImageException CORRUPT if libjpeg-turbo would fail, or if the file ends before its
   *     image is whole; TOO_LARGE if it takes longer than it may
   */
  static RgbImage decode(byte[] file, ImageGuard guard) throws ImageException {
    JavaJpegDecoder decoder = new JavaJpegDecoder(file, new JpegTables(), guard);
    JpegFrame image = decoder.decode();
    return new ComponentImage(image, decoder.color.find(image));
  }

  /**
   * Decodes a file that may lack tables, and leaves its components as they are.
   *
   * @param tables that all files of this kind share; not changed
   * @return the frame, with the samples of its components
   * @throws ImageException as {@link #decode(byte[], ImageGuard)}
   */
  static JpegFrame decode(byte[] file, JpegTables tables, ImageGuard guard) throws ImageException {
    return new JavaJpegDecoder(file, tables.forNextStream(), guard).decode();
  }

  /**
   * Reads a file of tables only.
   *
   * @throws ImageException CORRUPT if there is more in it, or less than a whole table
   */
  static JpegTables readTables(byte[] file, ImageGuard guard) throws ImageException {
    JavaJpegDecoder decoder = new JavaJpegDecoder(file, new JpegTables(), guard);
    decoder.input.skip(2);
    if (decoder.nextScan() != null || decoder.frame != null) {
      throw JpegInput.corrupt("it has an image where only tables may be");
    }
    return decoder.tables;
  }

  private JpegFrame decode() throws ImageException {
    input.skip(2);
    JpegScan scan = nextScan();
    if (scan == null || frame == null) {
      throw JpegInput.corrupt("it ends before its first scan");
    }
    JpegFrame image = frame;
    if (image.isLossless()) {
      decodeLossless(image, scan);
    } else {
      decodeBlocks(image, scan);
    }
    return image;
  }

  private void decodeBlocks(JpegFrame image, JpegScan scan) throws ImageException {
    ScanReader reader = new ScanReader(image, input, tables, guard, image.isWhole(scan));
    if (!image.isProgressive() && !image.isArithmetic()) {
      tables.addStandardHuffmanTables();
    }
    if (image.isWhole(scan)) {
      reader.read(scan);
      requireNoMoreScans();
    } else {
      for (JpegScan next = scan; next != null; next = nextScan()) {
        reader.read(next);
      }
      reader.transform();
    }
  }

  private void decodeLossless(JpegFrame image, JpegScan first) throws ImageException {
    LosslessReader reader = new LosslessReader(image, input, tables, guard);
    reader.read(first);
    if (image.isWhole(first)) {
      requireNoMoreScans();
      return;
    }
    for (JpegScan next = nextScan(); next != null; next = nextScan()) {
      reader.read(next);
    }
  }

  /** Reads the segments up to the next scan; null at the end of the image. */
  private @Nullable JpegScan nextScan() throws ImageException {
    while (true) {
      int marker = input.takeMarker();
      if (marker == JpegMarker.EOI) {
        return null;
      }
      if (marker == JpegMarker.SOS) {
        if (frame == null) {
          throw JpegInput.corrupt("it has a scan before its frame header");
        }
        return JpegScan.read(input, frame);
      }
      readSegment(marker);
    }
  }

  private void readSegment(int marker) throws ImageException {
    if (JpegMarker.isFrame(marker)) {
      readFrame(marker);
    } else if (marker >= JpegMarker.APP0 && marker <= JpegMarker.APP15) {
      color.readApplicationSegment(marker, input);
    } else if (marker == JpegMarker.COM || marker == JpegMarker.DNL) {
      input.skip(input.u16() - 2);
    } else if (marker == JpegMarker.SOI) {
      throw JpegInput.corrupt("it begins a second time");
    } else if (!JpegMarker.isAlone(marker) && !tables.read(marker, input)) {
      throw JpegInput.corrupt("it has the reserved marker %02x".formatted(marker));
    }
  }

  private void readFrame(int marker) throws ImageException {
    if (frame != null) {
      throw JpegInput.corrupt("it has more than one frame header");
    }
    frame = JpegFrame.read(marker, input);
    frame.size().check(guard);
  }

  /** What follows a scan of all components may end early, but not be wrong. */
  private void requireNoMoreScans() throws ImageException {
    try {
      if (nextScan() != null) {
        throw JpegInput.corrupt("a scan follows that of all components");
      }
    } catch (ImageException e) {
      if (!input.isOver()) {
        throw e;
      }
    }
  }
}
