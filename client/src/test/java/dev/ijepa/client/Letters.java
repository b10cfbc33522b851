package dev.ijepa.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Images for the fake server: a few letters are an image, and its name as well. */
final class Letters {
  private Letters() {}

  static ImageInput image(String letters) {
    return ImageInput.of(letters, letters.getBytes(UTF_8));
  }

  static List<ImageInput> images(String... letters) {
    return Arrays.stream(letters).map(Letters::image).toList();
  }

  static Stream<ImageInput> numbered(int count) {
    return IntStream.range(0, count).mapToObj(i -> image("image-" + i));
  }
}
