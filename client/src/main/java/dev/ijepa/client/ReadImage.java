package dev.ijepa.client;

import com.google.protobuf.CodedOutputStream;
import dev.ijepa.v1.Image;
import java.util.List;

/**
 * An input that was read.
 *
 * @param image as it is sent
 * @param regions of it whose features are wanted
 */
record ReadImage(Image image, List<Region> regions) {
  /** What it takes in a message, about. */
  int bytes() {
    int bytes = image.getSerializedSize();
    for (Region region : regions) {
      bytes += CodedOutputStream.computeMessageSizeNoTag(region.message());
    }
    return bytes;
  }
}
