package dev.ijepa.client.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.v1.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.HashSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticImagesTest {
  @Test
  void jpegsAreOfTheSizeAskedForAllDifferentAndTheSameInEachRun() throws IOException {
    ImageSet images = SyntheticImages.parse("40x24").make();

    BufferedImage first = ImageIO.read(images.images().get(0).getEncoded().newInput());
    assertThat(first.getWidth()).isEqualTo(40);
    assertThat(first.getHeight()).isEqualTo(24);
    assertThat(new HashSet<>(images.images())).hasSize(16);
    assertThat(SyntheticImages.parse("40x24:jpeg").make()).isEqualTo(images);
    assertThat(images.description()).isEqualTo("16 synthetic 40×24 JPEG images");
  }

  @Test
  void pixelsAreRowsOfRgb() {
    Image image = SyntheticImages.parse("4x3:pixels").make().images().get(0);

    assertThat(image.getPixels().getWidth()).isEqualTo(4);
    assertThat(image.getPixels().getHeight()).isEqualTo(3);
    assertThat(image.getPixels().getRgb().size()).isEqualTo(36);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "224", "0x10", "10x10:png", "10x10:", "-1x5"})
  void anythingElseIsRefusedWithWhatIsAllowed(String text) {
    assertThatThrownBy(() -> SyntheticImages.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("WIDTHxHEIGHT");
  }
}
