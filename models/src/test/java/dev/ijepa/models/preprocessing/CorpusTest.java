package dev.ijepa.models.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.models.image.RgbImage;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every variant of every format, and the resizer, against Pillow's own pixels. */
final class CorpusTest {
  @ParameterizedTest
  @MethodSource("dev.ijepa.models.preprocessing.Corpus#files")
  void aFileHasThePixelsThatPillowGives(Corpus.Entry entry) throws ImageException {
    ImageSource.Encoded source = new ImageSource.Encoded(ByteBuffer.wrap(entry.bytes()));

    try (RgbImage image = Images.PREPROCESSOR.open(source)) {
      assertThat(image.width()).isEqualTo(entry.width());
      assertThat(image.height()).isEqualTo(entry.height());
      assertThat(Corpus.sha256(Corpus.pixels(image))).isEqualTo(entry.sha256());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.ijepa.models.preprocessing.Corpus#refused")
  void aFileThatPillowRefusesIsRefused(String name) {
    ImageException fault = Images.fault(Corpus.resource(name));

    assertThat(fault.reason()).isNotEqualTo(Reason.INVALID_PIXELS);
    assertThat(fault).hasMessageMatching("[ -~]+");
  }

  @ParameterizedTest
  @MethodSource("dev.ijepa.models.preprocessing.Corpus#resizes")
  void aResizedFileHasThePixelsThatPillowGives(Corpus.Resized entry) throws ImageException {
    ImageSource source = new ImageSource.Encoded(ByteBuffer.wrap(entry.bytes()));
    ByteBuffer target = ByteBuffer.allocate(entry.spec().byteSize());

    Images.PREPROCESSOR.preprocess(source, entry.spec(), target);

    assertThat(target.hasRemaining()).isFalse();
    assertThat(Corpus.sha256(target.array())).isEqualTo(entry.sha256());
  }
}
