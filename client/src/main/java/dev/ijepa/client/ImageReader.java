package dev.ijepa.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.Pixels;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;

/**
 * Reads an input into the message that is sent.
 *
 * @param maxBytes the size of the largest image that is sent. A message over the server's limit
 *     ends the whole stream, not the item: gRPC refuses it before the server sees what it is
 */
record ImageReader(int maxBytes) {

  /**
   * Reads the input, wherever it is.
   *
   * @throws IjepaException with {@link IjepaException#INPUT_UNREADABLE}, or {@code IMAGE_TOO_LARGE}
   */
  Image read(ImageInput input) {
    if (input instanceof ImageInput.Rgb rgb) {
      return Image.newBuilder()
          .setPixels(
              Pixels.newBuilder()
                  .setWidth(rgb.width())
                  .setHeight(rgb.height())
                  .setRgb(bounded(input, rgb.bytes())))
          .build();
    }
    return Image.newBuilder().setEncoded(bounded(input, bytes(input))).build();
  }

  private ByteString bytes(ImageInput input) {
    if (input instanceof ImageInput.Encoded encoded) {
      return encoded.bytes();
    }
    try (InputStream stream = open(input)) {
      // One more than is allowed tells enough of a file of any size.
      return UnsafeByteOperations.unsafeWrap(stream.readNBytes(maxBytes + 1));
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

  private ByteString bounded(ImageInput input, ByteString bytes) {
    if (bytes.size() > maxBytes) {
      throw new IjepaException(
          Status.Code.RESOURCE_EXHAUSTED,
          "IMAGE_TOO_LARGE",
          "%s has more than the %d bytes that this client sends".formatted(input.name(), maxBytes));
    }
    return bytes;
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
