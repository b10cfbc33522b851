package dev.ijepa.ops.head.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Labelled images. */
public interface Dataset {
  /** Receives images one after the other, possibly on several threads at once. */
  interface ImageSink {
    /**
     * Receives an image.
     *
     * @param name as {@link #annotation} takes it
     * @param file its bytes
     */
    void accept(String name, byte[] file);
  }

  /**
   * Opens a dataset: a folder of class folders, a list (.csv, .jsonl), a tar archive, or a folder
   * of tar archives.
   *
   * @throws IOException if it is none of these, or if something in it is wrong: then the message
   *     says what, and where
   */
  static Dataset open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      List<Path> shards = TarShards.in(path);
      return shards.isEmpty() ? new ClassFolders(path) : TarShards.open(shards);
    }
    if (!Files.exists(path)) {
      throw new IOException(path + " is not there");
    }
    if (ImageList.isList(path)) {
      return ImageList.open(path);
    }
    if (TarShards.isShard(path)) {
      return TarShards.open(List.of(path));
    }
    throw new IOException(
        path
            + " is neither a folder, nor a list (.csv, .jsonl), nor an archive (.tar, .tar.gz, .tgz)");
  }

  /** The paths that {@code ijepa embed} is given: of images, folders or archives. */
  List<Path> paths();

  /**
   * What is known of an image; empty if it is not of this dataset.
   *
   * @param name as {@code ijepa embed} names it
   * @throws IOException if the image is of this dataset, but its label cannot be told
   */
  Optional<Annotation> annotation(String name) throws IOException;

  /** What is known of all images; none if that is told by their paths alone. */
  default Collection<Annotation> annotations() {
    return List.of();
  }

  /** Whether an image may have any number of labels, and not just one. */
  default boolean isMultiLabel() {
    return false;
  }

  /**
   * Reads some images. An image that cannot be read is left out.
   *
   * @param names as {@link #annotation} takes them
   * @throws IOException if an archive cannot be read
   */
  void read(Set<String> names, ImageSink sink) throws IOException;
}
