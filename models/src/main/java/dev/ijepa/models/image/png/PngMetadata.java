package dev.ijepa.models.image.png;

import dev.ijepa.models.image.ExifOrientation;
import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.Orientation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a PNG's chunks tell beside the pixels, as far as an image stands upright by it: EXIF, in a
 * chunk of its own or as the text that ImageMagick writes, and XMP. Of several chunks of a kind the
 * last counts, and only that is looked into: there may be millions.
 */
final class PngMetadata {
  private static final String RAW_EXIF = "Raw profile type exif";
  private static final String XMP = "XML:com.adobe.xmp";

  /** Lines before the hexadecimal digits of {@link #RAW_EXIF}. */
  private static final int HEAD_LINES = 3;

  private static final String SPACES = " \t\n\u000b\f\r";

  private static final long MAX_FRAMES = 1L << 31;

  private final FileBytes bytes;
  private PngFile.@Nullable Chunk exif;
  private PngFile.@Nullable Chunk rawExif;
  private PngFile.@Nullable Chunk xmp;
  private int animations;
  private long frames;
  private boolean frameBeforePixels;

  PngMetadata(FileBytes bytes) {
    this.bytes = bytes;
  }

  /** Takes note of a chunk, before or behind the pixels. */
  void note(PngFile.Chunk chunk) throws ImageException {
    switch (chunk.type()) {
      case "eXIf" -> exif = chunk;
      case "tEXt", "zTXt", "iTXt" -> noteText(chunk);
      case "acTL" -> noteAnimation(chunk);
      case "fcTL" -> frameBeforePixels = true;
      default -> {}
    }
  }

  private void noteText(PngFile.Chunk chunk) {
    if (PngText.hasKey(bytes, chunk, RAW_EXIF)) {
      rawExif = chunk;
    } else if (PngText.hasKey(bytes, chunk, XMP)) {
      xmp = chunk;
    } else if (chunk.type().equals("tEXt") && PngText.hasKey(bytes, chunk, "exif")) {
      exif = chunk;
    }
  }

  private void noteAnimation(PngFile.Chunk chunk) throws ImageException {
    animations++;
    frames = chunk.length() < 4 ? 0 : bytes.u32(chunk.start());
  }

  /** Whether frames follow the first one: then what is behind the second's header is not read. */
  boolean isAnimated() {
    boolean valid = animations == 1 && frames > 0 && frames <= MAX_FRAMES;
    return valid && frames + (frameBeforePixels ? 0 : 1) > 1;
  }

  /** Bytes that {@link #orientation} takes: a text, its digits, and the bytes that they tell. */
  long bytes() {
    return 3 * (bytes(exif) + bytes(rawExif) + bytes(xmp));
  }

  /** How the image was held. */
  Orientation orientation() throws ImageException {
    String text = xmp == null ? "" : PngText.value(bytes, xmp);
    return ExifOrientation.find(exif(), text);
  }

  private static long bytes(PngFile.@Nullable Chunk chunk) {
    return chunk == null ? 0 : PngText.bytes(chunk);
  }

  private byte[] exif() throws ImageException {
    if (exif != null) {
      int skipped = exif.type().equals("tEXt") ? "exif\0".length() : 0;
      int end = exif.start() + exif.length();
      return Arrays.copyOfRange(bytes.array(), exif.start() + skipped, end);
    }
    return rawExif == null ? new byte[0] : parsed(PngText.value(bytes, rawExif));
  }

  private static byte[] parsed(String text) {
    int at = 0;
    for (int line = 0; line < HEAD_LINES; line++) {
      at = text.indexOf('\n', at) + 1;
      if (at == 0) {
        return new byte[0];
      }
    }
    try {
      return HexFormat.of().parseHex(withoutSpaces(text, at));
    } catch (IllegalArgumentException e) {
      return "no EXIF".getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** A regular expression would take seconds for millions of spaces. */
  private static CharSequence withoutSpaces(String text, int from) {
    StringBuilder rest = new StringBuilder(text.length() - from);
    for (int i = from; i < text.length(); i++) {
      char character = text.charAt(i);
      if (SPACES.indexOf(character) < 0) {
        rest.append(character);
      }
    }
    return rest;
  }
}
