package dev.ijepa.models.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.image.ImageException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever the bytes are, there is an image or an {@link ImageException}, and it costs little. */
final class HostileInputTest {
  private static final List<Corpus.Entry> FILES =
      Corpus.files().stream().filter(entry -> !entry.name().contains("large")).toList();

  @Property(tries = 3000)
  void aDamagedFileIsAnImageOrARefusal(
      @ForAll @IntRange(min = 0, max = 10_000) int file,
      @ForAll @IntRange(min = 1, max = 8) int changes,
      @ForAll long seed) {
    byte[] bytes = FILES.get(file % FILES.size()).bytes();
    Random random = new Random(seed);
    for (int i = 0; i < changes; i++) {
      // Headers are more worth damaging than pixels.
      int most = random.nextBoolean() ? Math.min(bytes.length, 64) : bytes.length;
      bytes[random.nextInt(most)] = (byte) (random.nextBoolean() ? random.nextInt() : 0xff);
    }

    try {
      assertThat(Images.decode(bytes)).isNotEmpty();
    } catch (ImageException e) {
      assertThat(e).hasMessageMatching("[ -~]+");
    }
  }

  @Example
  void aPngOf3600MegapixelsIsRefusedByItsHeader() {
    byte[] header =
        ByteBuffer.allocate(13).putInt(60_000).putInt(60_000).put(new byte[] {8, 2}).array();

    assertThat(Images.fault(png(chunk("IHDR", header))))
        .hasMessageContaining("3600000000 pixels (60000x60000)")
        .extracting(ImageException::reason)
        .isEqualTo(Reason.TOO_LARGE);
  }

  @Example
  void textInAPngIsNotUnpacked() throws ImageException {
    byte[] text = new byte[8_000_000];
    Deflater deflater = new Deflater(9);
    deflater.setInput(text);
    deflater.finish();
    byte[] packed = new byte[20_000];
    int length = deflater.deflate(packed);
    deflater.end();
    byte[] chunk =
        chunk(
            "zTXt",
            ByteBuffer.allocate(length + 3)
                .put((byte) 'a')
                .position(3)
                .put(packed, 0, length)
                .array());
    byte[] small = Corpus.file("png-small.png").bytes();
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(small, 0, 33);
    for (int i = 0; i < 900; i++) {
      bomb.writeBytes(chunk);
    }
    bomb.write(small, 33, small.length - 33);

    assertThat(Images.decode(bomb.toByteArray())).isEqualTo(Images.decode(small));
  }

  @Example
  void aJpegOf4GigapixelsIsRefusedByItsHeader() {
    byte[] file = Corpus.file("jpeg-small.jpg").bytes();
    int frame = indexOf(file, new byte[] {(byte) 0xff, (byte) 0xc0});
    ByteBuffer.wrap(file).putInt(frame + 5, -1);

    assertThat(Images.fault(file))
        .hasMessageContaining("4294836225 pixels (65535x65535)")
        .extracting(ImageException::reason)
        .isEqualTo(Reason.TOO_LARGE);
  }

  @Example
  void aProgressiveJpegOfThousandsOfScansIsRefused() {
    byte[] file = Corpus.file("jpeg-progressive-0.jpg").bytes();
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(file, 0, file.length - 2);
    byte[] scan = {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 1, 1, 0x10, 0};
    for (int i = 0; i < 5000; i++) {
      bomb.writeBytes(scan);
    }

    assertThat(Images.fault(bomb.toByteArray()).reason()).isEqualTo(Reason.TOO_LARGE);
  }

  @Example
  void ofAGifOfThousandsOfFramesOnlyTheFirstIsDecoded() throws ImageException {
    byte[] file = Corpus.file("gif-noise.gif").bytes();
    int image = 13 + 3 * 256;
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(file, 0, file.length - 1);
    for (int i = 0; i < 3000; i++) {
      bomb.write(file, image, file.length - 1 - image);
    }

    assertThat(Images.decode(bomb.toByteArray())).isEqualTo(Images.decode(file));
  }

  @Example
  void aTiffWhoseDirectoriesFormACircleIsDecoded() throws ImageException {
    byte[] file = Corpus.file("tiff-rgb-raw.tif").bytes();
    byte[] whole = Images.decode(file);
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int directory = bytes.getInt(4);
    bytes.putInt(directory + 2 + 12 * bytes.getShort(directory), directory);

    assertThat(Images.decode(file)).isEqualTo(whole);
  }

  private static byte[] png(byte[] chunk) {
    return ByteBuffer.allocate(8 + chunk.length)
        .put("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1))
        .put(chunk)
        .array();
  }

  private static byte[] chunk(String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    return ByteBuffer.allocate(12 + data.length)
        .putInt(data.length)
        .put(name)
        .put(data)
        .putInt((int) crc.getValue())
        .array();
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .indexOf(new String(wanted, StandardCharsets.ISO_8859_1));
  }
}
