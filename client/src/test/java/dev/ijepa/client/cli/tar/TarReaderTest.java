package dev.ijepa.client.cli.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.client.cli.tar.TarMember.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives of another writer, and such as no writer makes. */
class TarReaderTest {
  private static final String LONG = "folder/".repeat(40) + "é.jpg";

  @ParameterizedTest
  @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX})
  void longNamesAreKept(int format) throws IOException {
    byte[] archive = write("UTF-8", format, LONG, "b.jpg");

    assertThat(names(archive)).containsExactly(LONG, "b.jpg");
  }

  @Test
  void namesThatAreNoTextAreKept() throws IOException {
    byte[] archive =
        write("ISO-8859-1", TarArchiveOutputStream.LONGFILE_GNU, "é.jpg", "è.jpg", LONG);

    assertThat(names(archive))
        .containsExactly("\udce9.jpg", "\udce8.jpg", LONG.replace('é', '\udce9'));
  }

  @Test
  void aPrefixBelongsToTheNameInUstarAlone() throws IOException {
    byte[] ustar = header("a.jpg", '0', 0, "ustar\00000");
    byte[] gnu = header("a.jpg", '0', 0, "ustar  \0");
    for (byte[] header : List.of(ustar, gnu)) {
      System.arraycopy("folder".getBytes(US_ASCII), 0, header, 345, 6);
      sum(header);
    }

    assertThat(names(archive(ustar, gnu))).containsExactly("folder/a.jpg", "a.jpg");
  }

  @Test
  void theKindsAreTold() throws IOException {
    byte[] archive =
        archive(
            header("file", '0', 0),
            header("old", '\0', 0),
            header("folder/", '\0', 0),
            header("hard", '1', 77),
            header("soft", '2', 77),
            header("device", '3', 77),
            header("pipe", '6', 77),
            header("folder", '5', 77),
            header("contiguous", '7', 3),
            content("abc"),
            header("label", 'V', 0));

    assertThat(members(archive))
        .extracting(TarMember::kind)
        .containsExactly(
            Kind.FILE,
            Kind.FILE,
            Kind.FOLDER,
            Kind.HARD_LINK,
            Kind.SYMBOLIC_LINK,
            Kind.SPECIAL,
            Kind.SPECIAL,
            Kind.FOLDER,
            Kind.FILE,
            Kind.OTHER);
  }

  @Test
  void whatPaxSaysGoesBeforeTheHeader() throws IOException {
    byte[] archive =
        archive(
            pax('g', "comment=hello"),
            pax('x', "path=é.jpg", "linkpath=ü.jpg", "size=3"),
            header("x", '0', 0),
            content("abc"),
            header("y", '0', 0));

    List<TarMember> members = members(archive);

    assertThat(members).extracting(TarMember::name).containsExactly("é.jpg", "y");
    assertThat(members.get(0).target()).isEqualTo("ü.jpg");
    assertThat(contents(archive)).containsExactly("abc", "");
  }

  @Test
  void aHardLinkHasContentInPaxAlone() throws IOException {
    byte[] archive =
        archive(pax('x', "size=3"), header("a.jpg", '1', 3), content("abc"), header("b", '1', 3));

    assertThat(members(archive))
        .extracting(TarMember::kind)
        .containsExactly(Kind.FILE, Kind.HARD_LINK);
  }

  @Test
  void sparseFilesAreFilledUp() throws IOException {
    byte[] old = header("old", 'S', 5);
    put(old, 386, "00000000002\0" + "00000000003\0" + "00000000010\0" + "00000000002\0");
    put(old, 483, "00000000014\0");
    sum(old);
    String map = "2\n2\n3\n8\n2\n";
    byte[] archive =
        archive(
            old,
            content("abcde"),
            pax('x', "GNU.sparse.size=12", "GNU.sparse.map=2,3,8,2"),
            header("0.1", '0', 5),
            content("abcde"),
            pax(
                'x',
                "GNU.sparse.size=12",
                "GNU.sparse.offset=2",
                "GNU.sparse.numbytes=3",
                "GNU.sparse.offset=8",
                "GNU.sparse.numbytes=2"),
            header("0.0", '0', 5),
            content("abcde"),
            pax(
                'x',
                "GNU.sparse.major=1",
                "GNU.sparse.minor=0",
                "GNU.sparse.name=1.0",
                "GNU.sparse.realsize=12"),
            header("GNUSparseFile.0/1.0", '0', 512 + 5),
            content(map),
            content("abcde"),
            header("last", '0', 0));

    assertThat(names(archive)).containsExactly("old", "0.1", "0.0", "1.0", "last");
    String file = "\0\0abc\0\0\0de\0\0";
    assertThat(contents(archive)).containsExactly(file, file, file, file, "");
  }

  @Test
  void noMoreIsAllocatedThanIsWanted() throws IOException {
    byte[] huge = header("huge", 'S', 0);
    put(huge, 483, "77777777777\0");
    sum(huge);
    TarReader reader = new TarReader(new ByteArrayInputStream(archive(huge)));

    reader.next();

    assertThat(reader.read(10)).hasSize(10);
  }

  @Test
  void headersWithoutAnEndAreNotKept() throws IOException {
    byte[] numbers = "24 GNU.sparse.offset=10\n".repeat(40_000).getBytes(US_ASCII);
    byte[] block = Arrays.copyOf(numbers, (numbers.length + 511) / 512 * 512);
    byte[] header = header("pax", 'x', numbers.length);

    byte[][] blocks = new byte[12][];
    for (int i = 0; i < blocks.length; i += 2) {
      blocks[i] = header;
      blocks[i + 1] = block;
    }

    assertThatThrownBy(() -> names(archive(blocks))).hasMessageContaining("more than 100000 parts");
    byte[] endless = header("pax", 'x', (1 << 20) + 1);
    assertThatThrownBy(() -> names(archive(endless)))
        .hasMessage("the archive is damaged: a header has no end");
  }

  @Test
  void aSizeOfManyGigabytesIsASize() throws IOException {
    byte[] large = header("large", '0', 0);
    // Base 256: 2^40 bytes.
    Arrays.fill(large, 124, 136, (byte) 0);
    large[124] = (byte) 0x80;
    large[130] = 1;
    sum(large);

    TarReader reader = new TarReader(new ByteArrayInputStream(archive(large)));

    assertThat(reader.next()).isNotNull().extracting(m -> m.map().fileBytes()).isEqualTo(1L << 40);
    assertThatThrownBy(reader::next).hasMessage("the archive ends too early, at or after large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999\0", "-0000000001\0", "what is it?\0"})
  void aSizeThatIsNoneIsAnError(String size) throws IOException {
    byte[] header = header("a", '0', 0);
    put(header, 124, size);
    sum(header);

    assertThatThrownBy(() -> names(archive(header))).isInstanceOf(IOException.class);
  }

  @Test
  void aNegativeSizeIsAnError() throws IOException {
    byte[] header = header("a", '0', 0);
    Arrays.fill(header, 124, 136, (byte) 0xFF);
    sum(header);

    assertThatThrownBy(() -> names(archive(header))).isInstanceOf(IOException.class);
  }

  @Test
  void anArchiveThatEndsAnywhereIsAnError() throws IOException {
    byte[] whole = write("UTF-8", TarArchiveOutputStream.LONGFILE_POSIX, LONG, "b.jpg");
    int end = whole.length;
    while (whole[end - 1] == 0) {
      end--;
    }
    for (int length = 1; length <= end; length += 97) {
      byte[] cut = Arrays.copyOf(whole, length);

      assertThatThrownBy(() -> contents(cut))
          .as("%s bytes", length)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void anArchiveThatLacksItsEndIsAnErrorAfterItsMembers() throws IOException {
    byte[] header = header("a.jpg", '0', 0);
    TarReader reader = new TarReader(new ByteArrayInputStream(header));

    assertThat(reader.next()).isNotNull();
    assertThatThrownBy(reader::next).hasMessage("the archive ends too early, at or after a.jpg");
  }

  @Test
  void archivesMayFollowEachOther() throws IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(archive(pax('g', "path=a.jpg"), header("1", '0', 0)));
    both.write(archive(header("b.jpg", '0', 0)));
    both.write("what a tape had from before".repeat(100).getBytes(US_ASCII));

    assertThat(names(both.toByteArray())).containsExactly("a.jpg", "b.jpg");
  }

  @Test
  void whatIsNoArchiveIsToldFromOneThatIsDamaged() throws IOException {
    byte[] text = "no archive ".repeat(100).getBytes(US_ASCII);

    assertThatThrownBy(() -> names(text)).hasMessage("it is no tar archive");
    assertThatThrownBy(() -> names(archive(header("a.jpg", '0', 0), content("not a header"))))
        .hasMessage("the archive is damaged, at or after a.jpg");
  }

  @Test
  void noBytesMakeItFailOtherwise() throws IOException {
    byte[] whole = write("UTF-8", TarArchiveOutputStream.LONGFILE_POSIX, LONG, "b.jpg");
    Random random = new Random(11);
    for (int i = 0; i < 3000; i++) {
      byte[] damaged = whole.clone();
      for (int j = 0; j < 1 + random.nextInt(4); j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      // With right sums, the damage reaches what is behind them.
      for (int at = 0; at + 512 <= damaged.length && i % 2 == 0; at += 512) {
        sum(damaged, at);
      }
      try {
        assertThat(contents(damaged)).hasSizeLessThan(100);
      } catch (IOException e) {
        assertThat(e).hasMessageMatching("(?s).+");
      }
    }
  }

  private static List<TarMember> members(byte[] archive) throws IOException {
    TarReader reader = new TarReader(new ByteArrayInputStream(archive));
    List<TarMember> members = new ArrayList<>();
    for (TarMember member = reader.next(); member != null; member = reader.next()) {
      members.add(member);
    }
    return members;
  }

  private static List<String> names(byte[] archive) throws IOException {
    return members(archive).stream().map(TarMember::name).toList();
  }

  private static List<String> contents(byte[] archive) throws IOException {
    TarReader reader = new TarReader(new ByteArrayInputStream(archive));
    List<String> contents = new ArrayList<>();
    while (reader.next() != null) {
      contents.add(new String(reader.read(1000), UTF_8));
    }
    return contents;
  }

  private static byte[] write(String encoding, int format, String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, encoding)) {
      tar.setLongFileMode(format);
      for (String name : names) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(3);
        tar.putArchiveEntry(entry);
        tar.write("abc".getBytes(US_ASCII));
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] archive(byte[]... blocks) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] block : blocks) {
      bytes.write(block);
    }
    bytes.write(new byte[1024]);
    return bytes.toByteArray();
  }

  private static byte[] content(String text) {
    return Arrays.copyOf(text.getBytes(UTF_8), 512);
  }

  private static byte[] pax(char type, String... records) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String record : records) {
      // "LENGTH ", the record and a line end; all lengths here have two digits.
      int length = record.getBytes(UTF_8).length + 4;
      bytes.write((length + " " + record + "\n").getBytes(UTF_8));
    }
    byte[] content = Arrays.copyOf(bytes.toByteArray(), 512);
    byte[] both = Arrays.copyOf(header("pax", type, bytes.size()), 1024);
    System.arraycopy(content, 0, both, 512, 512);
    return both;
  }

  private static byte[] header(String name, char type, int size) {
    return header(name, type, size, "ustar\00000");
  }

  private static byte[] header(String name, char type, int size, String magic) {
    byte[] block = new byte[512];
    put(block, 0, name);
    String digits = Integer.toOctalString(size);
    put(block, 124, "0".repeat(11 - digits.length()) + digits);
    block[156] = (byte) type;
    put(block, 257, magic);
    sum(block);
    return block;
  }

  private static void put(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  private static void sum(byte[] block) {
    sum(block, 0);
  }

  private static void sum(byte[] archive, int at) {
    Arrays.fill(archive, at + 148, at + 156, (byte) ' ');
    int sum = 0;
    for (int i = at; i < at + 512; i++) {
      sum += Byte.toUnsignedInt(archive[i]);
    }
    String digits = Integer.toOctalString(sum);
    put(archive, at + 148, "0".repeat(6 - digits.length()) + digits + "\0 ");
  }
}
