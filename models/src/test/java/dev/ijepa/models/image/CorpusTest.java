package dev.ijepa.models.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.TensorFlowRuntime;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every variant of every format, and the resizer, against Pillow's own pixels. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CorpusTest {
  private ImagePreprocessor preprocessor;

  @BeforeAll
  void open() {
    preprocessor = new ImagePreprocessor(ImageLimits.DEFAULT, new TensorFlowRuntime(1));
  }

  @AfterAll
  void close() {
    preprocessor.close();
  }

  @ParameterizedTest
  @MethodSource("dev.ijepa.models.image.Corpus#files")
  void aFileHasThePixelsThatPillowGives(Corpus.Entry entry) throws ImageException {
    ImageSource source = new ImageSource.Encoded(ByteBuffer.wrap(entry.bytes()));

    try (RgbImage image = preprocessor.open(source)) {
      assertThat(image.width()).isEqualTo(entry.width());
      assertThat(image.height()).isEqualTo(entry.height());
      if (entry.exact()) {
        assertThat(Corpus.sha256(Corpus.pixels(image))).isEqualTo(entry.sha256());
      } else {
        assertThat(Corpus.meanDistance(Corpus.pixels(image), entry.pixels())).isLessThan(14);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.ijepa.models.image.Corpus#resizes")
  void aResizedFileHasThePixelsThatPillowGives(Corpus.Resized entry) throws ImageException {
    ImageSource source = new ImageSource.Encoded(ByteBuffer.wrap(entry.bytes()));
    ByteBuffer target = ByteBuffer.allocate(entry.spec().byteSize());

    preprocessor.preprocess(source, entry.spec(), target);

    assertThat(target.hasRemaining()).isFalse();
    assertThat(Corpus.sha256(target.array())).isEqualTo(entry.sha256());
  }
}
