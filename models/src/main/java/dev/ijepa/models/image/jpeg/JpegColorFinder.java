package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.ImageException;
import java.util.List;

/** Tells what the components are, as libjpeg guesses it: from segments of JFIF and Adobe first. */
final class JpegColorFinder {
  private static final int MIN_JFIF_BYTES = 14;
  private static final int MIN_ADOBE_BYTES = 12;
  private static final List<Integer> RGB_IDS = List.of((int) 'R', (int) 'G', (int) 'B');
  private static final int NONE = -1;

  private boolean jfif;
  private int adobeTransform = NONE;

  /** Reads an APP segment behind its marker. */
  void readApplicationSegment(int marker, JpegInput input) throws ImageException {
    int length = input.u16() - 2;
    int end = input.position() + Math.max(length, 0);
    if (marker == JpegMarker.APP0 && length >= MIN_JFIF_BYTES && input.has("JFIF\0")) {
      jfif = true;
    } else if (marker == JpegMarker.APP14 && length >= MIN_ADOBE_BYTES && input.has("Adobe")) {
      input.skip(MIN_ADOBE_BYTES - 1);
      adobeTransform = input.u8();
    }
    input.moveTo(end);
  }

  /** What the components of a frame are. */
  JpegColor find(JpegFrame frame) {
    return switch (frame.components().size()) {
      case 1 -> JpegColor.GRAY;
      case 3 -> isRgb(frame) ? JpegColor.RGB : JpegColor.YCC;
      default -> adobeTransform > 0 ? JpegColor.YCCK : JpegColor.CMYK;
    };
  }

  private boolean isRgb(JpegFrame frame) {
    if (jfif) {
      return false;
    }
    if (adobeTransform != NONE) {
      return adobeTransform == 0;
    }
    return frame.isLossless()
        || frame.components().stream().map(JpegComponent::id).toList().equals(RGB_IDS);
  }
}
