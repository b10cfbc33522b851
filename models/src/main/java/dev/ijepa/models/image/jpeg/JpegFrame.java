package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageSize;
import java.util.ArrayList;
import java.util.List;

/**
 * The header of a frame, which is all of the image.
 *
 * @param marker the kind of coding
 * @param across the most samples of an MCU across, of any component
 * @param down the same down
 */
record JpegFrame(int marker, ImageSize size, List<JpegComponent> components, int across, int down) {
  private static final int MAX_SAMPLING = 4;

  /** Reads the header behind its marker; the size is that of {@link JpegHeader}, and checked. */
  static JpegFrame read(int marker, JpegInput input) throws ImageException {
    int length = input.u16();
    input.skip(1);
    int height = input.u16();
    int width = input.u16();
    int count = input.u8();
    if (length != 8 + 3 * count) {
      throw JpegInput.corrupt("its frame header has a wrong length");
    }
    List<JpegComponent> components = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int id = input.u8();
      int sampling = input.u8();
      components.add(component(id, sampling >> 4, sampling & 15, input.u8()));
    }
    return fitted(marker, width, height, components);
  }

  private static JpegComponent component(int id, int across, int down, int quantizer)
      throws ImageException {
    if (across < 1 || across > MAX_SAMPLING || down < 1 || down > MAX_SAMPLING) {
      throw JpegInput.corrupt("a component is sampled %dx%d".formatted(across, down));
    }
    return new JpegComponent(id, across, down, quantizer);
  }

  private static JpegFrame fitted(int marker, int width, int height, List<JpegComponent> components)
      throws ImageException {
    int across = components.stream().mapToInt(JpegComponent::across).max().orElse(1);
    int down = components.stream().mapToInt(JpegComponent::down).max().orElse(1);
    for (JpegComponent component : components) {
      if (across % component.across() != 0 || down % component.down() != 0) {
        throw new ImageException(
            Reason.UNSUPPORTED_FORMAT,
            "the JPEG has components that are sampled %d:%d; accepted are whole ratios"
                .formatted(component.across(), across));
      }
      component.fit(width, height, across, down, unit(marker));
      if (component.area() > Integer.MAX_VALUE - 8) {
        throw new ImageException(
            Reason.TOO_LARGE, "a component of the JPEG has %d samples".formatted(component.area()));
      }
    }
    return new JpegFrame(marker, new ImageSize(width, height), components, across, down);
  }

  private static int unit(int marker) {
    return marker == JpegMarker.SOF3 ? 1 : JpegComponent.BLOCK;
  }

  boolean isLossless() {
    return marker == JpegMarker.SOF3;
  }

  boolean isProgressive() {
    return marker == JpegMarker.SOF2 || marker == JpegMarker.SOF10;
  }

  boolean isArithmetic() {
    return marker == JpegMarker.SOF9 || marker == JpegMarker.SOF10;
  }

  /** Whether a scan of all components tells all of them. */
  boolean isWhole(JpegScan scan) {
    return !isProgressive() && scan.parts().size() == components.size();
  }

  /** Columns of MCUs where several components are in a scan. */
  int mcuColumns() {
    return mcus(size.width(), across * unit(marker));
  }

  /** Rows of MCUs where several components are in a scan. */
  int mcuRows() {
    return mcus(size.height(), down * unit(marker));
  }

  private static int mcus(long side, int samples) {
    return (int) ((side + samples - 1) / samples);
  }

  /** Bytes that decoding takes, with those of an image that is turned upright. */
  long bytes(boolean allCoefficients) {
    long kept =
        components.stream()
            .mapToLong(each -> each.area() + each.coefficientBytes(allCoefficients))
            .sum();
    return kept + size.width() * size.height() * 3;
  }

  /** The place of a component that is not yet in a scan. */
  int indexOf(int id, List<JpegScan.Part> taken) throws ImageException {
    for (int i = 0; i < components.size(); i++) {
      int index = i;
      if (components.get(i).id() == id && taken.stream().noneMatch(part -> part.index() == index)) {
        return i;
      }
    }
    throw JpegInput.corrupt("a scan has component %d, which is not in the frame".formatted(id));
  }
}
