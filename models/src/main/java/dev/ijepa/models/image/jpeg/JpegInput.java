package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;

/**
 * The bytes of a JPEG, read in order. A reader of compressed data stops at a marker, which is kept
 * until somebody takes it. Bytes between segments that are no marker are skipped, as libjpeg does.
 */
final class JpegInput {
  /** What {@link #dataByte} returns at a marker. */
  static final int AT_MARKER = -1;

  private static final int NONE = 0;

  private final byte[] bytes;
  private int at;
  private int marker = NONE;
  private int nextRestart;
  private boolean over;

  JpegInput(byte[] bytes) {
    this.bytes = bytes;
  }

  static ImageException corrupt(String what) {
    return new ImageException(Reason.CORRUPT, "the JPEG is corrupt: " + what);
  }

  private ImageException truncated() {
    over = true;
    return new ImageException(
        Reason.CORRUPT, "the JPEG is truncated: the file ends before its image does");
  }

  /** Whether somebody wanted more bytes than there are. */
  boolean isOver() {
    return over;
  }

  int u8() throws ImageException {
    if (at == bytes.length) {
      throw truncated();
    }
    return bytes[at++] & 0xff;
  }

  int u16() throws ImageException {
    return u8() << 8 | u8();
  }

  void skip(int length) throws ImageException {
    if (length > bytes.length - at) {
      throw truncated();
    }
    at += Math.max(length, 0);
  }

  /** Whether these ASCII characters are next. */
  boolean has(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      if (at + i >= bytes.length || bytes[at + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  int position() {
    return at;
  }

  void moveTo(int position) throws ImageException {
    if (position > bytes.length) {
      throw truncated();
    }
    at = position;
  }

  /** The next byte of compressed data, or {@link #AT_MARKER}. */
  int dataByte() throws ImageException {
    if (marker != NONE) {
      return AT_MARKER;
    }
    int value = u8();
    if (value != 0xff) {
      return value;
    }
    // A byte of 255 is followed by 0, with fill bytes before that or not.
    int second = 0xff;
    while (second == 0xff) {
      second = u8();
    }
    if (second == 0) {
      return 0xff;
    }
    marker = second;
    return AT_MARKER;
  }

  /** Whether a marker was met that nobody took. */
  boolean isAtMarker() {
    return marker != NONE;
  }

  /** Takes the marker that was met, or else the next one. */
  int takeMarker() throws ImageException {
    findMarker();
    int taken = marker;
    marker = NONE;
    return taken;
  }

  private void findMarker() throws ImageException {
    while (marker == NONE) {
      while (u8() != 0xff) {}
      int second = 0xff;
      while (second == 0xff) {
        second = u8();
      }
      marker = second;
    }
  }

  /** A scan begins: its first restart marker has number 0. */
  void startScan() {
    nextRestart = 0;
  }

  /**
   * Passes over a restart marker. If another one is there, or none, data was lost: a marker that is
   * one or two ahead is left where it is, so that what is missing before it stays gray; one that is
   * one or two behind is skipped. Source: libjpeg, jpeg_resync_to_restart.
   */
  void passRestart() throws ImageException {
    findMarker();
    while (marker != JpegMarker.RST0 + nextRestart) {
      if (marker < JpegMarker.SOF0 || isPast()) {
        marker = NONE;
        findMarker();
      } else if (!JpegMarker.isRestart(marker) || isAhead()) {
        nextRestart = (nextRestart + 1) & 7;
        return;
      } else {
        break;
      }
    }
    marker = NONE;
    nextRestart = (nextRestart + 1) & 7;
  }

  private boolean isPast() {
    return marker == JpegMarker.RST0 + ((nextRestart - 1) & 7)
        || marker == JpegMarker.RST0 + ((nextRestart - 2) & 7);
  }

  private boolean isAhead() {
    return marker == JpegMarker.RST0 + ((nextRestart + 1) & 7)
        || marker == JpegMarker.RST0 + ((nextRestart + 2) & 7);
  }
}
