package dev.ijepa.client.cli;

import dev.ijepa.client.ImageInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * already is passed over. Read by one thread; {@link #share} may be asked by another.
 */
final class Inputs implements Iterator<ImageInput> {
  private final Iterator<Path> paths;
  private final Predicate<String> done;
  private final InputShare share;
  private final long total;
  private @Nullable TarImages archive;
  private @Nullable ImageInput next;

  /**
   * Opens nothing yet.
   *
   * @param done whether the image of that name is not wanted
   */
  Inputs(List<Path> paths, Predicate<String> done) {
    boolean archives = paths.stream().anyMatch(TarImages::isArchive);
    List<Path> left =
        paths.stream()
            .filter(path -> TarImages.isArchive(path) || !done.test(path.toString()))
            .toList();
    this.paths = left.iterator();
    this.done = done;
    this.total = archives ? Tally.UNKNOWN : left.size();
    this.share = new InputShare(archives ? left.stream().mapToLong(Inputs::bytes).sum() : total);
  }

  /** How many there are; {@link Tally#UNKNOWN} if that shows only when archives are read. */
  long total() {
    return total;
  }

  /** How much of what is not done has been read, from 0 to 1. */
  double share() {
    return share.get();
  }

  /** All of them, once; closing the stream closes an archive that is open. */
  Stream<ImageInput> stream() {
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, 0), false)
        .onClose(this::close);
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null && (archive != null || paths.hasNext())) {
        next = archive == null ? open(paths.next()) : nextOf(archive);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

  private @Nullable ImageInput open(Path path) throws IOException {
    if (TarImages.isArchive(path)) {
      archive = new TarImages(path);
      share.open();
      return null;
    }
    share.passed(total == Tally.UNKNOWN ? bytes(path) : 1);
    return ImageInput.of(path);
  }

  private @Nullable ImageInput nextOf(TarImages images) throws IOException {
    String name = images.next();
    if (name == null) {
      share.at(images.position(), false);
      close();
      return null;
    }
    boolean skipped = done.test(name);
    ImageInput input = skipped ? null : images.read(name);
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

  private static long bytes(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      // It will fail when its turn comes.
      return 0;
    }
  }
}
