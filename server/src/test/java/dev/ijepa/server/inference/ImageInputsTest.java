package dev.ijepa.server.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ijepa.models.image.ImageSource;
import dev.ijepa.server.inference.TensorContents.Elements;
import dev.ijepa.server.inference.TensorContents.Integers;
import dev.ijepa.server.inference.TensorContents.Raw;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ImageInputsTest {
  private static final int MOST = 3;
  private static final TensorContents NOTHING = new Raw(ByteBuffer.allocate(0));

  @Test
  void rawFilesAreViewsOfTheContentsInTheirOrder() throws Exception {
    ByteBuffer raw = raw("first", "", "third");

    List<ImageSource> images = read(image(List.of(3L, 1L), new Raw(raw)));

    assertThat(images).extracting(ImageInputsTest::text).containsExactly("first", "", "third");
    assertThat(raw.position()).as("the contents are not changed").isZero();
  }

  @Test
  void typedFilesMayHaveAShapeOfOneAxis() throws Exception {
    List<ImageSource> images =
        read(image(List.of(2L), new Elements(List.of(bytes("a"), bytes("b")))));

    assertThat(images).extracting(ImageInputsTest::text).containsExactly("a", "b");
  }

  @Test
  void pixelsAreCutIntoImages() throws Exception {
    byte[] rgb = new byte[2 * 1 * 2 * 3];
    rgb[6] = 42;

    List<ImageSource> images = read(pixels(List.of(2L, 1L, 2L, 3L), new Raw(ByteBuffer.wrap(rgb))));

    assertThat(images).hasSize(2);
    ImageSource.Pixels second = (ImageSource.Pixels) images.get(1);
    assertThat(second.height()).isEqualTo(1);
    assertThat(second.width()).isEqualTo(2);
    assertThat(second.rgb().remaining()).isEqualTo(6);
    assertThat(second.rgb().get(second.rgb().position())).isEqualTo((byte) 42);
  }

  @Test
  void typedPixelsAreBytes() throws Exception {
    List<ImageSource> images =
        read(pixels(List.of(1L, 1L, 1L, 3L), new Integers(List.of(0, 128, 255))));

    ByteBuffer rgb = ((ImageSource.Pixels) images.get(0)).rgb();
    assertThat(rgb).isEqualTo(ByteBuffer.wrap(new byte[] {0, (byte) 128, (byte) 255}));
  }

  static Stream<Arguments> faults() {
    List<Long> one = List.of(1L, 1L);
    List<Long> pixel = List.of(1L, 1L, 1L, 3L);
    return Stream.of(
        Arguments.of(List.of(), "this one has 0"),
        Arguments.of(List.of(image(one, NOTHING), image(one, NOTHING)), "this one has 2"),
        Arguments.of(
            List.of(tensor("INPUT", "BYTES", one, NOTHING)),
            "there is no input 'INPUT'; there are IMAGE and PIXELS"),
        Arguments.of(List.of(tensor("IMAGE", "UINT8", one, NOTHING)), "'UINT8'; it must be BYTES"),
        Arguments.of(List.of(tensor("PIXELS", "FP32", pixel, NOTHING)), "it must be UINT8"),
        Arguments.of(List.of(image(List.of(), NOTHING)), "[n, 1] or [n]"),
        Arguments.of(List.of(image(List.of(1L, 2L), NOTHING)), "[n, 1] or [n]"),
        Arguments.of(List.of(image(List.of(1L, 1L, 1L), NOTHING)), "[n, 1] or [n]"),
        Arguments.of(List.of(image(List.of(0L, 1L), NOTHING)), "0 images; a request may have 1"),
        Arguments.of(List.of(image(List.of(-1L, 1L), NOTHING)), "-1 images"),
        Arguments.of(List.of(image(List.of(4L, 1L), NOTHING)), "may have 1 to 3"),
        Arguments.of(List.of(image(List.of(Long.MAX_VALUE), NOTHING)), "may have 1 to 3"),
        Arguments.of(
            List.of(image(List.of(2L, 1L), new Raw(raw("one")))),
            "2 elements; its contents have 1"),
        Arguments.of(List.of(image(one, new Raw(raw("one", "two")))), "go on after the 1 elements"),
        Arguments.of(List.of(image(one, new Raw(bytes("ab")))), "end within element 0"),
        Arguments.of(
            List.of(image(one, new Raw(bytes("\u007f\u007f\u007f\u007fab")))),
            "end within element 0"),
        Arguments.of(
            List.of(image(one, new Raw(ByteBuffer.wrap(new byte[] {-1, -1, -1, -1, 0})))),
            "end within element 0"),
        Arguments.of(List.of(image(one, new Elements(List.of()))), "its contents have 0"),
        Arguments.of(List.of(image(one, new Integers(List.of(1)))), "not of its datatype"),
        Arguments.of(List.of(pixels(one, NOTHING)), "[n, height, width, 3]"),
        Arguments.of(List.of(pixels(List.of(1L, 1L, 1L, 4L), NOTHING)), "[n, height, width, 3]"),
        Arguments.of(List.of(pixels(List.of(1L, 0L, 1L, 3L), NOTHING)), "[n, height, width, 3]"),
        Arguments.of(List.of(pixels(List.of(1L, 1L, -1L, 3L), NOTHING)), "[n, height, width, 3]"),
        Arguments.of(
            List.of(pixels(List.of(1L, Long.MAX_VALUE, Long.MAX_VALUE, 3L), NOTHING)),
            "its contents have 0"),
        Arguments.of(
            List.of(pixels(List.of(3L, 1L << 31, 1L << 31, 3L), NOTHING)), "its contents have 0"),
        Arguments.of(List.of(pixels(pixel, new Integers(List.of(1, 2, 256)))), "256, not in 0"),
        Arguments.of(
            List.of(pixels(pixel, new Integers(List.of(1, 2, -1)))), "4294967295, not in 0"),
        Arguments.of(List.of(pixels(pixel, new Elements(List.of()))), "not of its datatype"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("faults")
  void aFaultNamesWhatIsWrong(List<InputTensor> inputs, String expected) {
    FailedException fault =
        catchThrowableOfType(FailedException.class, () -> ImageInputs.read(inputs, MOST));

    assertThat(fault.failure().reason()).isEqualTo(Reason.REQUEST_INVALID);
    assertThat(fault).hasMessageContaining(expected);
  }

  @Test
  void namesOfStrangersAreNotRepeatedWhole() {
    String name = "x".repeat(1000);

    FailedException fault =
        catchThrowableOfType(
            FailedException.class, () -> read(tensor(name, "BYTES", List.of(1L), NOTHING)));

    assertThat(fault.getMessage()).hasSizeLessThan(200);
  }

  @Test
  void aShapeOfManyAxesIsRefused() {
    FailedException fault =
        catchThrowableOfType(
            FailedException.class, () -> read(image(Collections.nCopies(10_000, 1L), NOTHING)));

    assertThat(fault.getMessage()).hasSizeLessThan(200);
  }

  private static List<ImageSource> read(InputTensor input) throws FailedException {
    return ImageInputs.read(List.of(input), MOST);
  }

  private static InputTensor image(List<Long> shape, TensorContents contents) {
    return tensor("IMAGE", "BYTES", shape, contents);
  }

  private static InputTensor pixels(List<Long> shape, TensorContents contents) {
    return tensor("PIXELS", "UINT8", shape, contents);
  }

  private static InputTensor tensor(
      String name, String datatype, List<Long> shape, TensorContents contents) {
    return new InputTensor(name, datatype, shape, InferParameters.NONE, contents);
  }

  private static ByteBuffer raw(String... elements) {
    ByteBuffer raw = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
    for (String element : elements) {
      raw.putInt(element.length()).put(element.getBytes(UTF_8));
    }
    return raw.flip();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static String text(ImageSource image) {
    return UTF_8.decode(((ImageSource.Encoded) image).bytes().duplicate()).toString();
  }
}
