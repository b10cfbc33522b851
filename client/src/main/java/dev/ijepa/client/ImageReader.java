package dev.ijepa.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.Pixels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

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
  ReadImage read(ImageInput input) {
    return input instanceof ImageInput.Parts parts
        ? new ReadImage(image(parts.image()), parts.regions())
        : new ReadImage(image(input), List.of());
  }

  private Image image(ImageInput input) {
    if (input instanceof ImageInput.Rgb rgb) {
      return Image.newBuilder()
          .setPixels(
              Pixels.newBuilder()
                  .setWidth(rgb.width())
                  .setHeight(rgb.height())
                  .setRgb(bounded(input, rgb.content())))
          .build();
    }
    return Image.newBuilder().setEncoded(bounded(input, bytes(input))).build();
  }

  private ByteString bytes(ImageInput input) {
    if (input instanceof ImageInput.Encoded encoded) {
      return encoded.content();
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
      requireFile(file.path());
      return Files.newInputStream(file.path());
    }
    return ((ImageInput.Lazy) input).opener().open();
  }

  // Opening a named pipe waits until somebody writes to it, and a device may have no end.
  private static void requireFile(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      throw new IOException("it is a folder");
    }
    if (attributes.isOther()) {
      throw new IOException("it is a named pipe, a socket or a device, not a file");
    }
  }

  private ByteString bounded(ImageInput input, ByteString bytes) {
    if (bytes.size() > maxBytes) {
      throw new IjepaException(
          StatusCode.RESOURCE_EXHAUSTED,
          "IMAGE_TOO_LARGE",
          "%s has more than the %s bytes that this client sends"
              .formatted(PathName.printable(input.name()), maxBytes));
    }
    return bytes;
  }

  private static IjepaException unreadable(ImageInput input, Exception cause) {
    return new IjepaException(
        StatusCode.INVALID_ARGUMENT,
        IjepaException.INPUT_UNREADABLE,
        "cannot read %s: %s".formatted(PathName.printable(input.name()), reason(cause)),
        null,
        cause);
  }

  private static String reason(Exception cause) {
    if (cause instanceof NoSuchFileException) {
      return "no such file";
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof FileSystemLoopException) {
      return "it is a link to a folder above it";
    }
    // Thrown on purpose, to say why.
    boolean plain = cause.getClass() == IOException.class && cause.getMessage() != null;
    return plain ? String.valueOf(cause.getMessage()) : cause.toString();
  }
}
