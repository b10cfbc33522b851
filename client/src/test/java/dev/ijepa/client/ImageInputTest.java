package dev.ijepa.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.v1.Image;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ImageInputTest {
  private static final byte[] FILE = {1, 2, 3};

  private final ImageReader reader = new ImageReader(1000);

  @Test
  void anArrayIsCopied() {
    byte[] array = FILE.clone();
    ImageInput input = ImageInput.of("x", array);
    array[0] = 9;

    assertThat(sent(input)).containsExactly(1, 2, 3);
  }

  @Test
  void aBufferIsSentFromItsPositionToItsLimitAndNotCopied() {
    byte[] array = {0, 1, 2, 3, 0};
    ByteBuffer buffer = ByteBuffer.wrap(array, 1, 3);
    ImageInput input = ImageInput.of("x", buffer);
    buffer.clear();
    array[3] = 4;

    assertThat(sent(input)).containsExactly(1, 2, 4);
    assertThat(buffer.position()).isZero();
  }

  @Test
  void aBufferOutsideTheHeapAndAReadOnlyOneAreSentAsTheyAre() {
    ByteBuffer direct = ByteBuffer.allocateDirect(3).put(FILE).flip();

    assertThat(sent(ImageInput.of("x", direct))).containsExactly(FILE);
    assertThat(sent(ImageInput.of("x", ByteBuffer.wrap(FILE).asReadOnlyBuffer())))
        .containsExactly(FILE);
  }

  @Test
  void aStreamIsReadToItsEnd() throws IOException {
    assertThat(sent(ImageInput.of("x", new ByteArrayInputStream(FILE)))).containsExactly(FILE);
  }

  @Test
  void whoReadsTheBytesChangesNothing() {
    ImageInput.Encoded input = new ImageInput.Encoded("x", ByteBuffer.wrap(FILE));
    byte[] read = new byte[3];
    input.bytes().get(read);

    assertThat(input.bytes().remaining()).isEqualTo(3);
    assertThat(input.bytes().isReadOnly()).isTrue();
    assertThat(input).isEqualTo(new ImageInput.Encoded("x", ByteBuffer.wrap(read)));
  }

  @Test
  void pixelsMayComeInAnyBuffer() {
    ByteBuffer pixels =
        ByteBuffer.allocateDirect(4).put(new byte[] {0, 7, 8, 9}).flip().position(1);
    ImageInput input = new ImageInput.Rgb("x", 1, 1, pixels);

    Image image = reader.read(input).image();

    assertThat(image.getPixels().getRgb().toByteArray()).containsExactly(7, 8, 9);
  }

  private byte[] sent(ImageInput input) {
    return reader.read(input).image().getEncoded().toByteArray();
  }
}
