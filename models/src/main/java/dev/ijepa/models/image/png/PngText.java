package dev.ijepa.models.image.png;

import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads the text of a chunk. Source: the PNG specification, section 11.3.4. */
final class PngText {
  /** The most bytes that a text may unpack to; Pillow's limit. */
  private static final int MAX_BYTES = 1 << 20;

  private PngText() {}

  /** Whether a chunk of text has this key. */
  static boolean hasKey(FileBytes bytes, PngFile.Chunk chunk, String key) {
    return chunk.length() > key.length() && bytes.has(chunk.start(), key + "\0");
  }

  /** The most bytes that the value of a chunk has, which may be packed. */
  static long bytes(PngFile.Chunk chunk) {
    return chunk.length() + (isPacked(chunk) ? MAX_BYTES : 0L);
  }

  private static boolean isPacked(PngFile.Chunk chunk) {
    return chunk.type().equals("zTXt") || chunk.type().equals("iTXt");
  }

  /** The text, one char for each byte; empty if it can't be read. */
  static String value(FileBytes bytes, PngFile.Chunk chunk) throws ImageException {
    int end = chunk.start() + chunk.length();
    int at = behindZero(bytes, chunk.start(), end);
    return switch (chunk.type()) {
      case "tEXt" -> bytes.latin1(at, end - at);
      case "zTXt" -> at < end && bytes.u8(at) == 0 ? unpacked(bytes, at + 1, end) : "";
      default -> international(bytes, at, end);
    };
  }

  private static String international(FileBytes bytes, int at, int end) throws ImageException {
    if (at + 2 > end) {
      return "";
    }
    boolean packed = bytes.u8(at) != 0;
    int method = bytes.u8(at + 1);
    int translated = behindZero(bytes, at + 2, end);
    int text = behindZero(bytes, translated, end);
    if (text == translated) {
      // The language or the translated key has no end.
      return "";
    }
    if (packed) {
      return method == 0 ? unpacked(bytes, text, end) : "";
    }
    return bytes.latin1(text, end - text);
  }

  /** The place behind the next zero; the end if there is none. */
  private static int behindZero(FileBytes bytes, int from, int end) throws ImageException {
    int at = from;
    while (at < end && bytes.u8(at) != 0) {
      at++;
    }
    return Math.min(at + 1, end);
  }

  private static String unpacked(FileBytes bytes, int from, int end) {
    Inflater inflater = new Inflater();
    byte[] text = new byte[1 << 12];
    int length = 0;
    try {
      inflater.setInput(bytes.array(), from, end - from);
      for (int more = -1; more != 0 && length < MAX_BYTES; length += Math.max(more, 0)) {
        text = length == text.length ? Arrays.copyOf(text, 2 * length) : text;
        more = inflater.inflate(text, length, text.length - length);
      }
    } catch (DataFormatException e) {
      return "";
    } finally {
      inflater.end();
    }
    return new String(text, 0, length, StandardCharsets.ISO_8859_1);
  }
}
