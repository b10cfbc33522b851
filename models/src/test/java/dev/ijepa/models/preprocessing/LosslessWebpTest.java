package dev.ijepa.models.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ijepa.models.AllocationLimit;
import dev.ijepa.models.image.DecodeTimer;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageMemory;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.Resample;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lossless WebPs that no encoder writes. */
final class LosslessWebpTest {
  private static final int PREDICTOR = 0;
  private static final int SUBTRACT_GREEN = 2;
  private static final int COLOR_INDEXING = 3;
  private static final int ALL_SQUARES_BITS = 7;
  private static final int MEGABYTE = 1 << 20;

  @Test
  void codesOfOneSymbolTakeNoBits() throws ImageException {
    byte[] file = new Vp8lWriter(3, 2).plainFrame().constant(255, 10, 20, 30).file();

    byte[] rgb = Images.decode(file);

    assertThat(rgb).hasSize(3 * 2 * 3).startsWith(10, 20, 30).endsWith(10, 20, 30);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aTransformIsAllowedOnce(int type) {
    Vp8lWriter writer = new Vp8lWriter(9, 9);
    for (int i = 0; i < 2; i++) {
      putTransform(writer, type);
    }

    assertCorrupt(writer.plainFrame().constant(255, 1, 2, 3).file(), "it has a transform twice");
  }

  @Test
  void tenThousandTransformsAreRefusedAtTheSecond() throws Exception {
    Vp8lWriter writer = new Vp8lWriter(4000, 4000);
    for (int i = 0; i < 10_000; i++) {
      putTransform(writer, PREDICTOR);
    }
    byte[] file = writer.plainFrame().constant(255, 1, 2, 3).file();

    AllocationLimit.require(MEGABYTE, () -> assertCorrupt(file, "it has a transform twice"));
  }

  @Test
  void ofGroupsOfCodesThatNoPixelUsesNoTablesAreMade() throws Exception {
    Vp8lWriter writer = new Vp8lWriter(2, 2).put(0, 1).put(0, 1);
    // All squares have the last of 65,535 groups.
    writer.put(1, 1).put(0, 3).put(0, 1).constant(255, 255, 254, 0);
    for (int i = 0; i < 65_534; i++) {
      writer.levels().levels().levels().levels().only(0);
    }
    byte[] file = writer.constant(255, 1, 2, 3).file();

    AllocationLimit.require(
        file.length + 20 * MEGABYTE, () -> assertThat(Images.decode(file)).startsWith(1, 2, 3));
  }

  @Test
  void groupsOfCodesThatTakeTooMuchMemoryAreRefused() throws Exception {
    Vp8lWriter writer = new Vp8lWriter(1024, 1024).put(0, 1).put(0, 1);
    writer.put(1, 1).put(0, 3).put(0, 1).levels().levels().only(0).only(0).only(0);
    for (int i = 0; i < 65_536; i++) {
      writer.level(i & 0xff).level(i >> 8);
    }
    for (int i = 0; i < 65_536; i++) {
      writer.levels().levels().levels().levels().only(0);
    }
    byte[] file = writer.file();

    AllocationLimit.require(
        file.length + 20 * MEGABYTE,
        () ->
            assertThat(Images.fault(file))
                .hasMessageContaining("65536 groups")
                .extracting(ImageException::reason)
                .isEqualTo(Reason.TOO_LARGE));
  }

  @Test
  void pixelsOfNoBitsAtAllStopWhenTheirTimeIsOver() {
    byte[] file = new Vp8lWriter(4000, 4000).plainFrame().constant(255, 1, 2, 3).file();

    assertStopsSoon(file);
  }

  @Test
  void groupsOfNoPixelsStopWhenTheirTimeIsOver() {
    Vp8lWriter writer = new Vp8lWriter(1, 1).put(0, 1).put(0, 1);
    writer.put(1, 1).put(0, 3).put(0, 1).constant(255, 255, 254, 0);
    for (int i = 0; i < 65_535; i++) {
      writer.constant(255, 1, 2, 3);
    }

    assertStopsSoon(writer.file());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aTransformStopsWhenItsTimeIsOver(int type) {
    Vp8lWriter writer = new Vp8lWriter(2, 1000);
    putTransform(writer, type);
    byte[] file = writer.plainFrame().constant(255, 1, 2, 3).file();
    // Each row of the frame is one look, and there are few more before the transform is undone.
    AtomicLong looks = new AtomicLong();
    DecodeTimer timer =
        new DecodeTimer(
            Duration.ofSeconds(1), () -> looks.incrementAndGet() > 1100 ? 2_000_000_000L : 0);

    assertThatExceptionOfType(ImageException.class).isThrownBy(() -> preprocess(file, timer));

    assertThat(looks.get()).isBetween(1100L, 1110L);
  }

  @Test
  void indicesBeyondThePaletteAreBlack() throws ImageException {
    Vp8lWriter writer = new Vp8lWriter(2, 1).transform(COLOR_INDEXING).put(2, 8).put(0, 1);
    writer.constant(255, 50, 60, 70);
    // Of two pixels of two bits the first is colour 3, of the colours 0 to 2, the second is 0.
    byte[] file = writer.plainFrame().constant(255, 0, 3, 0).file();

    assertThat(Images.decode(file)).containsExactly(0, 0, 0, 50, 60, 70);
  }

  @Test
  void aCodeMustBeComplete() {
    byte[] without = new Vp8lWriter(2, 2).plainFrame().equal(255, 8).levels().file();
    byte[] tooMany = new Vp8lWriter(2, 2).plainFrame().equal(257, 8).levels().file();
    byte[] none =
        new Vp8lWriter(2, 2)
            .plainFrame()
            .only(1)
            .only(1)
            .only(1)
            .only(1)
            .only(200)
            .put(0, 99)
            .file();

    assertCorrupt(without, "a code is incomplete, or has too many symbols");
    assertCorrupt(tooMany, "a code is incomplete, or has too many symbols");
    assertCorrupt(none, "a code is incomplete, or has too many symbols");
  }

  @Test
  void aCodeHasNoMoreLengthsThanSymbols() {
    byte[] file = new Vp8lWriter(2, 2).plainFrame().only(0).equal(512, 9).put(0, 99).file();

    assertCorrupt(file, "a code has more lengths than symbols");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 12, 15})
  void aCacheHasOneToElevenBits(int bits) {
    byte[] file = new Vp8lWriter(2, 2).put(0, 1).put(1, 1).put(bits, 4).put(0, 1).put(0, 99).file();

    assertCorrupt(file, "its cache of colours has " + bits + " bits");
  }

  @Test
  void aCopyComesFromPixelsAndEndsWithThem() {
    // Of 256 levels and 24 lengths half of the bits are for level 0, half for a copy of one pixel.
    Vp8lWriter before = copies(new Vp8lWriter(2, 2), 256).put(1, 1);
    Vp8lWriter beyond = copies(new Vp8lWriter(2, 2), 259).put(0, 1).put(1, 1);

    assertCorrupt(before.file(), "it copies from or to where no pixels are");
    assertCorrupt(beyond.file(), "it copies from or to where no pixels are");
  }

  @Test
  void anotherVersionIsRefused() {
    byte[] file = new Vp8lWriter(2, 2).plainFrame().constant(255, 1, 2, 3).file();
    file[24] |= 0x20;

    assertCorrupt(file, "its lossless data is of version 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "webp-lossless-random5.webp",
        "webp-lossless-random12.webp",
        "webp-lossless-17x33.webp",
        "webp-lossless-200-colours.webp"
      })
  void dataIsRefusedWhereverItIsCut(String name) {
    byte[] file = Corpus.file(name).bytes();
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(16);

    for (int left = 5; left < length; left++) {
      byte[] shorter = Arrays.copyOf(file, 20 + left + left % 2);
      ByteBuffer bytes = ByteBuffer.wrap(shorter).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putInt(4, shorter.length - 8).putInt(16, left);

      assertThat(Images.fault(shorter).reason()).as("cut to " + left).isEqualTo(Reason.CORRUPT);
    }
  }

  private static void putTransform(Vp8lWriter writer, int type) {
    writer.transform(type);
    if (type == COLOR_INDEXING) {
      writer.put(255, 8).put(0, 1).constant(1, 1, 1, 1);
    } else if (type != SUBTRACT_GREEN) {
      writer.put(ALL_SQUARES_BITS, 3).put(0, 1).constant(255, 0, 1, 0);
    }
  }

  /** A frame whose green is level 0, of the bit 0, or a symbol of copies, of the bit 1. */
  private static Vp8lWriter copies(Vp8lWriter writer, int symbol) {
    writer.plainFrame();
    // The lengths' own code: 1 takes one bit, 0 and 18 two.
    writer.put(0, 1).put(4, 4);
    for (int length : new int[] {0, 2, 2, 1, 0, 0, 0, 0}) {
      writer.put(length, 3);
    }
    writer.put(0, 1).put(0, 1);
    zeros(writer, symbol - 1);
    writer.put(0, 1);
    for (int i = symbol + 1; i < 280; i++) {
      writer.put(1, 2);
    }
    return writer.only(0).only(0).only(0).only(0);
  }

  /** Lengths of 0: the code of 0 is 10, that of 18 is 11, read from the left. */
  private static void zeros(Vp8lWriter writer, int count) {
    int left = count;
    for (; left >= 138; left -= 138) {
      writer.put(3, 2).put(127, 7);
    }
    for (; left > 0; left--) {
      writer.put(1, 2);
    }
  }

  private static void assertCorrupt(byte[] file, String what) {
    ImageException fault = Images.fault(file);

    assertThat(fault).hasMessage("the WebP is corrupt: " + what);
    assertThat(fault.reason()).isEqualTo(Reason.CORRUPT);
  }

  private static void assertStopsSoon(byte[] file) {
    AtomicLong looks = new AtomicLong();
    DecodeTimer timer =
        new DecodeTimer(
            Duration.ofSeconds(1), () -> looks.incrementAndGet() > 6 ? 2_000_000_000L : 0);

    assertThatExceptionOfType(ImageException.class)
        .isThrownBy(() -> preprocess(file, timer))
        .extracting(ImageException::reason)
        .isEqualTo(Reason.TOO_LARGE);

    assertThat(looks.get()).isLessThan(12);
  }

  private static void preprocess(byte[] file, DecodeTimer timer) throws ImageException {
    ImageSpec spec = new ImageSpec(2, 2, Resample.BILINEAR);
    ImageSource source = new ImageSource.Encoded(ByteBuffer.wrap(file));
    ByteBuffer target = ByteBuffer.allocate(spec.byteSize());
    Images.PREPROCESSOR.preprocess(ImageMemory.UNBOUNDED, timer, source, spec, target);
  }
}
