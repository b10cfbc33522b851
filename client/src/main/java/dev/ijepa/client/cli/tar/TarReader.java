package dev.ijepa.client.cli.tar;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The members of an archive, one after the other, as they come.
 *
 * <p>An archive that ends before its end-of-archive marker is an error: it may be cut off between
 * two members. Other archives may follow that marker; their members come too.
 */
public final class TarReader {
  /** Names and pax headers are some hundred bytes. */
  private static final int MOST_EXTENSION_BYTES = 1 << 20;

  private final InputStream in;
  private final PaxRecords global = PaxRecords.none();
  private MemberContent content = MemberContent.none();
  private @Nullable TarMember current;
  private boolean begun;

  /** Reads from there; closing it is the caller's. */
  public TarReader(InputStream in) {
    this.in = in;
  }

  /**
   * The next member; null at the end.
   *
   * @throws IOException if the archive is damaged, ends too early, or is none
   */
  public @Nullable TarMember next() throws IOException {
    try {
      content.skipRest();
      MemberBuilder member = new MemberBuilder(global);
      Optional<TarHeader> header = header();
      while (header.isPresent() && member.isExtension(header.get())) {
        member.extend(header.get(), extension(header.get()));
        header = header();
      }
      current = header.isEmpty() ? null : open(member, header.get());
      return current;
    } catch (EOFException e) {
      throw new IOException(where("the archive ends too early"), e);
    }
  }

  /**
   * The content of the member that {@link #next} gave last.
   *
   * @param most how many bytes are wanted at most
   */
  public byte[] read(int most) throws IOException {
    TarMember member = current;
    if (member == null) {
      throw new IllegalStateException("there is no member");
    }
    try {
      byte[] bytes = member.map().expand(content, most);
      content.requireNotCutOff();
      return bytes;
    } catch (EOFException e) {
      throw new IOException(where("the archive ends too early"), e);
    }
  }

  private TarMember open(MemberBuilder member, TarHeader header) throws IOException {
    MemberBuilder.Opened opened = member.open(header, in);
    content = opened.content();
    return opened.member();
  }

  private Optional<TarHeader> header() throws IOException {
    byte[] block = in.readNBytes(TarHeader.BYTES);
    if (block.length < TarHeader.BYTES && begun) {
      throw new EOFException();
    }
    try {
      Optional<TarHeader> header = TarHeader.of(block);
      begun = true;
      return header.isPresent() ? header : headerAfterEnd();
    } catch (IOException e) {
      throw new IOException(begun ? where("the archive is damaged") : "it is no tar archive", e);
    }
  }

  /**
   * The header after an end-of-archive marker: archives may be put together by {@code cat}. Empty
   * if nothing follows, or nothing that is an archive.
   */
  private Optional<TarHeader> headerAfterEnd() throws IOException {
    byte[] block = in.readNBytes(TarHeader.BYTES);
    while (block.length == TarHeader.BYTES) {
      try {
        Optional<TarHeader> header = TarHeader.of(block);
        if (header.isPresent()) {
          global.clear();
          return header;
        }
      } catch (IOException e) {
        return Optional.empty();
      }
      block = in.readNBytes(TarHeader.BYTES);
    }
    return Optional.empty();
  }

  private byte[] extension(TarHeader header) throws IOException {
    if (header.size() > MOST_EXTENSION_BYTES) {
      throw new IOException(where("the archive is damaged: a header has no end"));
    }
    MemberContent bytes = new MemberContent(in, header.size());
    byte[] extension = bytes.readAllBytes();
    bytes.skipRest();
    return extension;
  }

  private String where(String what) {
    TarMember last = current;
    return last == null ? what : "%s, at or after %s".formatted(what, last.name());
  }
}
