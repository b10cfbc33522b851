package dev.ijepa.client.cli;

import dev.ijepa.client.ImageInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterators;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The images that are to be sent, one after the other: files, and what is in archives. What is done
 * already is passed over. What cannot be read is an image that fails. Read by one thread; {@link
 * #share} may be asked by another.
 */
final class Inputs implements Iterator<ImageInput> {
  private final Iterator<FoundFile> files;
  private final int maxImageBytes;
  private final Predicate<String> done;
  private final InputShare share;
  private final long total;
  private volatile boolean empty;
  private @Nullable TarImages archive;
  private @Nullable ImageInput next;

  /**
   * Opens nothing yet.
   *
   * @param maxImageBytes the size of the largest image that is sent
   * @param done whether the image of that name is not wanted
   */
  Inputs(List<FoundFile> found, int maxImageBytes, Predicate<String> done) {
    boolean archives = found.stream().anyMatch(TarImages::isArchive);
    List<FoundFile> left =
        found.stream()
            .filter(file -> TarImages.isArchive(file) || !done.test(file.name()))
            .toList();
    this.files = left.iterator();
    this.maxImageBytes = maxImageBytes;
    this.done = done;
    this.total = archives ? Tally.UNKNOWN : left.size();
    this.share = new InputShare(archives ? left.stream().mapToLong(Inputs::bytes).sum() : total);
    this.empty = found.stream().allMatch(TarImages::isArchive);
  }

  /** How many there are; {@link Tally#UNKNOWN} if that shows only when archives are read. */
  long total() {
    return total;
  }

  /** How much of what is not done has been read, from 0 to 1. */
  double share() {
    return share.get();
  }

  /** Whether no image was found, done or not: known at the end. */
  boolean isEmpty() {
    return empty;
  }

  /** All of them, once; closing the stream closes an archive that is open. */
  Stream<ImageInput> stream() {
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, 0), false)
        .onClose(this::close);
  }

  @Override
  public boolean hasNext() {
    while (next == null && (archive != null || files.hasNext())) {
      next = archive == null ? open(files.next()) : nextOf(archive);
    }
    return next != null;
  }

  @Override
  public ImageInput next() {
    ImageInput input = hasNext() ? next : null;
    if (input == null) {
      throw new NoSuchElementException();
    }
    next = null;
    return input;
  }

  private @Nullable ImageInput open(FoundFile file) {
    if (TarImages.isArchive(file)) {
      return openArchive(file);
    }
    share.passed(total == Tally.UNKNOWN ? bytes(file) : 1);
    return file.image();
  }

  private @Nullable ImageInput openArchive(FoundFile file) {
    share.open();
    try {
      archive = new TarImages(file, maxImageBytes);
      return null;
    } catch (IOException e) {
      return FoundFile.unreadable(file.name(), e);
    }
  }

  // An archive that is damaged costs what is left of it alone.
  private @Nullable ImageInput nextOf(TarImages images) {
    try {
      String name = images.next();
      if (name != null) {
        return read(images, name);
      }
      share.at(images.position(), false);
      close();
      return null;
    } catch (IOException e) {
      close();
      return FoundFile.unreadable(images.name(), e);
    }
  }

  private @Nullable ImageInput read(TarImages images, String name) throws IOException {
    empty = false;
    boolean skipped = done.test(name);
    ImageInput input = null;
    if (skipped) {
      images.skip();
    } else {
      input = images.read();
    }
    share.at(images.position(), skipped);
    return input;
  }

  private void close() {
    TarImages open = archive;
    archive = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long bytes(FoundFile file) {
    try {
      return Files.size(file.path());
    } catch (IOException e) {
      // It will fail when its turn comes.
      return 0;
    }
  }
}
