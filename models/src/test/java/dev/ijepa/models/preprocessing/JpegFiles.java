package dev.ijepa.models.preprocessing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.image.jpeg.JpegHeader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** JPEGs that are changed so as no encoder writes them. */
final class JpegFiles {
  private JpegFiles() {}

  /** What the header of a JPEG tells. */
  static ImageSize size(byte[] jpeg) {
    try {
      return JpegHeader.read(jpeg).size();
    } catch (ImageException e) {
      throw new AssertionError(e);
    }
  }

  /** A file with a baseline JPEG in it, whose header tells 65,535 × 65,535 pixels. */
  static byte[] ofLargestSize(byte[] file) {
    int frame = new String(file, ISO_8859_1).indexOf("\u00ff\u00c0");
    return ByteBuffer.wrap(file.clone()).putInt(frame + 5, -1).array();
  }

  /** The file with thousands of scans more. */
  static byte[] withScans(byte[] jpeg) {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(jpeg, 0, jpeg.length - 2);
    byte[] scan = {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 1, 1, 0x10, 0};
    for (int i = 0; i < 5000; i++) {
      bomb.writeBytes(scan);
    }
    return bomb.toByteArray();
  }
}
