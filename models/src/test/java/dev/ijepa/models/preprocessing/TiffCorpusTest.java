package dev.ijepa.models.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.models.image.RgbImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TIFFs of real writers, and such as none of them makes, against Pillow's own pixels. */
final class TiffCorpusTest {
  @ParameterizedTest
  @MethodSource("dev.ijepa.models.preprocessing.TiffCorpus#accepted")
  void aTiffHasThePixelsThatPillowGives(TiffCorpus.Accepted file) throws ImageException {
    ImageSource.Encoded source = new ImageSource.Encoded(ByteBuffer.wrap(file.bytes()));

    try (RgbImage image = Images.PREPROCESSOR.open(source)) {
      assertThat(image.width()).isEqualTo(file.width());
      assertThat(image.height()).isEqualTo(file.height());
      assertThat(Corpus.sha256(Corpus.pixels(image))).isEqualTo(file.sha256());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.ijepa.models.preprocessing.TiffCorpus#refused")
  void aTiffOfAnotherKindIsRefusedWithItsName(TiffCorpus.Refused file) {
    assertThat(Images.fault(file.bytes()))
        .hasMessageContaining(file.kind())
        .extracting(ImageException::reason)
        .isEqualTo(Reason.UNSUPPORTED_FORMAT);
  }

  /** Where only what comes behind the pixels is cut off, the image may be accepted, as it is. */
  @ParameterizedTest
  @MethodSource("dev.ijepa.models.preprocessing.TiffCorpus#accepted")
  void aTiffThatIsCutOffIsRefusedOrWhole(TiffCorpus.Accepted file) {
    byte[] bytes = file.bytes();
    for (int part = 1; part < 16; part++) {
      byte[] cut = Arrays.copyOf(bytes, bytes.length * part / 16);
      try {
        assertThat(Corpus.sha256(Images.decode(cut))).as("part " + part).isEqualTo(file.sha256());
      } catch (ImageException e) {
        assertThat(e.reason()).as("part " + part).isEqualTo(Reason.CORRUPT);
      }
    }
  }
}
