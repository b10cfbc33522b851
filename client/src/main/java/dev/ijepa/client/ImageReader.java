package dev.ijepa.client;

import com.google.protobuf.ByteString;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.Pixels;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;

/** Reads an input into the message that is sent. */
final class ImageReader {
  private ImageReader() {}

  /**
   * Reads the input, wherever it is.
   *
   * @throws IjepaException with {@link IjepaException#INPUT_UNREADABLE}
   */
  static Image read(ImageInput input) {
    if (input instanceof ImageInput.Rgb rgb) {
      return Image.newBuilder()
          .setPixels(
              Pixels.newBuilder().setWidth(rgb.width()).setHeight(rgb.height()).setRgb(rgb.bytes()))
          .build();
    }
    return Image.newBuilder().setEncoded(bytes(input)).build();
  }

  private static ByteString bytes(ImageInput input) {
    if (input instanceof ImageInput.Encoded encoded) {
      return encoded.bytes();
    }
    try (InputStream stream = open(input)) {
      return ByteString.readFrom(stream);
    } catch (IOException | RuntimeException e) {
      throw unreadable(input, e);
    }
  }

  private static InputStream open(ImageInput input) throws IOException {
    if (input instanceof ImageInput.File file) {
      return Files.newInputStream(file.path());
    }
    return ((ImageInput.Lazy) input).opener().open();
  }

  private static IjepaException unreadable(ImageInput input, Exception cause) {
    String why = cause instanceof NoSuchFileException ? "no such file" : cause.toString();
    return new IjepaException(
        Status.Code.INVALID_ARGUMENT,
        IjepaException.INPUT_UNREADABLE,
        "cannot read %s: %s".formatted(input.name(), why),
        null,
        cause);
  }
}
