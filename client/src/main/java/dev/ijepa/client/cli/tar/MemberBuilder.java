package dev.ijepa.client.cli.tar;

import dev.ijepa.client.PathName;
import dev.ijepa.client.cli.tar.SparseMap.Part;
import dev.ijepa.client.cli.tar.TarMember.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts a member together from its header and from those before it that extend it. */
final class MemberBuilder {
  private static final byte GNU_SPARSE = 'S';
  private static final int GNU_REAL_SIZE = 483;

  private final PaxRecords pax = PaxRecords.none();
  private final PaxRecords global;
  private @Nullable String longName;
  private @Nullable String longTarget;
  private boolean isPax;

  /**
   * Nothing is known yet.
   *
   * @param global what an earlier header says of all members that follow it; added to here
   */
  MemberBuilder(PaxRecords global) {
    this.global = global;
  }

  /** Whether a header says something of the next one, and is no member itself. */
  boolean isExtension(TarHeader header) {
    return "LKxXg".indexOf(header.type()) >= 0;
  }

  void extend(TarHeader header, byte[] content) throws IOException {
    switch (header.type()) {
      case 'L' -> longName = PathName.of(TarHeader.untilNull(content));
      case 'K' -> longTarget = PathName.of(TarHeader.untilNull(content));
      case 'g' -> global.add(content);
      default -> {
        pax.add(content);
        isPax = true;
      }
    }
  }

  /** The member of a header, whose content comes next. */
  Opened open(TarHeader header, InputStream in) throws IOException {
    boolean isSparse = header.type() == GNU_SPARSE;
    List<Part> parts = isSparse ? SparseHeaders.gnu(header, in) : List.of();
    MemberContent content = new MemberContent(in, storedBytes(header));
    SparseMap map =
        isSparse
            ? SparseMap.of(parts, header.number(GNU_REAL_SIZE, 12), content.left())
            : map(content);
    // The content of a link, where there is any, is that of its target.
    Kind kind = kind(header);
    Kind known = kind == Kind.HARD_LINK && content.left() > 0 ? Kind.FILE : kind;
    return new Opened(new TarMember(name(header), known, target(header), map), content);
  }

  /** A member and what follows its header. */
  record Opened(TarMember member, MemberContent content) {}

  private long storedBytes(TarHeader header) throws IOException {
    return switch (kind(header)) {
      case FILE, OTHER -> size(header);
      // Other formats have the size of the file here, which does not follow.
      case HARD_LINK -> isPax ? size(header) : 0;
      case SYMBOLIC_LINK, FOLDER, SPECIAL -> 0;
    };
  }

  private Kind kind(TarHeader header) {
    return switch (header.type()) {
      case '1' -> Kind.HARD_LINK;
      case '2' -> Kind.SYMBOLIC_LINK;
      case '3', '4', '6' -> Kind.SPECIAL;
      case '5' -> Kind.FOLDER;
      case 'D', 'M', 'V', 'N' -> Kind.OTHER;
      // Before there were folders in archives, they were files with such names.
      default -> name(header).endsWith("/") ? Kind.FOLDER : Kind.FILE;
    };
  }

  private String name(TarHeader header) {
    return first("GNU.sparse.name")
        .or(() -> first("path"))
        .or(() -> Optional.ofNullable(longName))
        .orElseGet(header::name);
  }

  private String target(TarHeader header) {
    return first("linkpath").or(() -> Optional.ofNullable(longTarget)).orElseGet(header::target);
  }

  private long size(TarHeader header) throws IOException {
    Optional<Long> told = pax.number("size");
    return told.isPresent() ? told.get() : header.size();
  }

  private Optional<String> first(String key) {
    return pax.get(key).or(() -> global.get(key));
  }

  private SparseMap map(MemberContent content) throws IOException {
    if (pax.get("GNU.sparse.major").isPresent()) {
      List<Part> parts = SparseHeaders.inContent(content);
      return SparseMap.of(parts, fileBytes("GNU.sparse.realsize"), content.left());
    }
    if (pax.get("GNU.sparse.size").isPresent()) {
      List<Part> parts = parts(pax.sparseNumbers());
      return SparseMap.of(parts, fileBytes("GNU.sparse.size"), content.left());
    }
    return SparseMap.whole(content.left());
  }

  private long fileBytes(String key) throws IOException {
    return pax.number(key).orElse(0L);
  }

  private static List<Part> parts(List<String> numbers) throws IOException {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i + 1 < numbers.size(); i += 2) {
      parts.add(
          new Part(
              TarNumber.parseDecimal(numbers.get(i)), TarNumber.parseDecimal(numbers.get(i + 1))));
    }
    return parts;
  }
}
