package dev.ijepa.client.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.ijepa.v1.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The images that go round, held in memory: no disk is read while the load runs.
 *
 * @param description for people: {@code 24 files}
 */
public record ImageSet(List<Image> images, String description) {

  /**
   * Reads files until they are so many bytes; at least one.
   *
   * @throws IOException if a file cannot be read
   */
  public static ImageSet ofFiles(List<Path> files, long maxBytes) throws IOException {
    List<Image> images = new ArrayList<>();
    long bytes = 0;
    for (Path file : files) {
      ByteString content = UnsafeByteOperations.unsafeWrap(Files.readAllBytes(file));
      bytes += content.size();
      if (bytes > maxBytes && !images.isEmpty()) {
        break;
      }
      images.add(Image.newBuilder().setEncoded(content).build());
    }
    String of = images.size() == files.size() ? "" : " of " + files.size();
    return new ImageSet(images, images.size() + of + " files");
  }

  /** The mean size of an image as it is sent. */
  public long meanBytes() {
    return (long) images.stream().mapToInt(Image::getSerializedSize).average().orElse(0);
  }
}
