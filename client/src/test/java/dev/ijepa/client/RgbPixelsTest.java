package dev.ijepa.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RgbPixelsTest {

  @Test
  void pixelsGoRowByRowAsRedGreenBlue() {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_3BYTE_BGR);
    image.setRGB(0, 0, 0x010203);
    image.setRGB(1, 0, 0x040506);
    image.setRGB(0, 1, 0x070809);
    image.setRGB(1, 1, 0xFAFBFC);

    assertThat(RgbPixels.of(image).array())
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 0xFA, 0xFB, 0xFC);
  }

  @Test
  void alphaIsDroppedNotBlended() {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00102030);

    assertThat(RgbPixels.of(image).array()).containsExactly(0x10, 0x20, 0x30);
  }

  @Test
  void greyIsCopiedToAllChannelsWithoutBrightening() {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, 50);

    assertThat(RgbPixels.of(image).array()).containsExactly(50, 50, 50);
  }

  @Test
  void pixelsMustBeAsManyAsTheSizeSays() {
    assertThatThrownBy(() -> new ImageInput.Rgb("x", 2, 2, ByteBuffer.allocate(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
