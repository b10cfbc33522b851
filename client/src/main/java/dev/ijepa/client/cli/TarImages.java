package dev.ijepa.client.cli;

import dev.ijepa.client.ImageInput;
import dev.ijepa.client.cli.tar.TarMember;
import dev.ijepa.client.cli.tar.TarMember.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The images in a tar archive, plain or gzipped, as they come: a shard of a WebDataset. Members
 * that are no images by their names, such as labels, are passed over. An image is named {@code
 * archive.tar/member}.
 *
 * <p>Links come after all else: the archive is then read again for the files that they point to.
 */
final class TarImages implements Closeable {
  private static final List<String> SUFFIXES =
      List.of(
          ".tar",
          ".tar.gz",
          ".tgz",
          ".taz",
          ".tar.z",
          ".tar.bz2",
          ".tbz",
          ".tbz2",
          ".tar.xz",
          ".txz",
          ".tar.zst",
          ".tzst",
          ".tar.lz4");

  private final FoundFile archive;
  private final int maxImageBytes;
  private final TarLinks links = new TarLinks();
  private TarPass pass;
  private @Nullable TarMember current;
  private boolean linksFollow;
  // Of the second pass: the links to one file, and what it holds.
  private final Queue<String> linkNames = new ArrayDeque<>();
  private byte[] linked = {};

  /** Whether a file is an archive by its name. */
  static boolean isArchive(FoundFile file) {
    String name = file.name().toLowerCase(Locale.ROOT);
    return SUFFIXES.stream().anyMatch(name::endsWith);
  }

  /**
   * Opens an archive.
   *
   * @param maxImageBytes the size of the largest image that is sent
   * @throws IOException if it cannot be opened, or is none by its first bytes
   */
  TarImages(FoundFile archive, int maxImageBytes) throws IOException {
    this.archive = archive;
    this.maxImageBytes = maxImageBytes;
    this.pass = TarPass.begin(archive);
  }

  /**
   * The name of the next image; null at the end. A link is named twice: where it stands, and where
   * its image can be read.
   *
   * @throws IOException if the archive is damaged
   */
  @Nullable String next() throws IOException {
    if (!linksFollow) {
      current = nextImage();
      if (current != null) {
        return named(current.name());
      }
      if (links.isEmpty()) {
        return null;
      }
      beginSecondPass();
    }
    return nextLink();
  }

  private @Nullable TarMember nextImage() throws IOException {
    TarMember member = pass.members().next();
    while (member != null && !isImage(member)) {
      member = pass.members().next();
    }
    return member;
  }

  private void beginSecondPass() throws IOException {
    pass.close();
    pass = TarPass.begin(archive);
    links.resolve();
    linksFollow = true;
  }

  private @Nullable String nextLink() throws IOException {
    while (linkNames.isEmpty() && !links.isEmpty()) {
      current = pass.members().next();
      if (current == null) {
        linkNames.addAll(links.takeAll());
      } else if (current.kind() == Kind.FILE) {
        linkNames.addAll(links.takeThoseTo(current.name()));
        linked = linkNames.isEmpty() ? linked : content();
      }
    }
    return linkNames.isEmpty() ? null : named(linkNames.element());
  }

  /**
   * The image that {@link #next} named last; null if it is a link, whose turn comes later.
   *
   * @throws IOException if the archive is damaged
   */
  @Nullable ImageInput read() throws IOException {
    if (linksFollow) {
      String name = linkNames.remove();
      return current == null
          ? failed(name, "it is a link to nothing that the archive holds")
          : ImageInput.of(named(name), ByteBuffer.wrap(linked));
    }
    TarMember member = current;
    if (member == null) {
      throw new IllegalStateException("there is no image");
    }
    return switch (member.kind()) {
      case HARD_LINK, SYMBOLIC_LINK ->
          links.add(member) ? null : failed(member.name(), "the archive has too many links");
      case SPECIAL -> failed(member.name(), "it is a named pipe or a device");
      case FILE, FOLDER, OTHER -> ImageInput.of(named(member.name()), ByteBuffer.wrap(content()));
    };
  }

  /** Passes over the image that {@link #next} named last. */
  void skip() {
    if (linksFollow) {
      linkNames.remove();
    }
  }

  private byte[] content() throws IOException {
    // One byte more than the client sends: enough to be told that it is too large.
    return pass.members().read(maxImageBytes + 1);
  }

  private ImageInput failed(String member, String reason) {
    return FoundFile.unreadable(named(member), new IOException(reason));
  }

  private String named(String member) {
    return archive.name() + "/" + member;
  }

  /** The name of the archive. */
  String name() {
    return archive.name();
  }

  /** How many bytes of the archive have been read. */
  long position() throws IOException {
    return linksFollow ? pass.size() : pass.position();
  }

  @Override
  public void close() throws IOException {
    pass.close();
  }

  private static boolean isImage(TarMember member) {
    return switch (member.kind()) {
      case FILE, HARD_LINK, SYMBOLIC_LINK, SPECIAL -> ImageFiles.hasImageName(member.name());
      case FOLDER, OTHER -> false;
    };
  }
}
