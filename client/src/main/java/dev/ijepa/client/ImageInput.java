package dev.ijepa.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * One image to send, with the name that its result will carry.
 *
 * <p>The formats are the server's: JPEG, PNG and what else it decodes, found by content. Nothing is
 * decoded here, except a {@link BufferedImage}, which is pixels already.
 */
public sealed interface ImageInput {

  /** The name that the result carries: for a file its path, as {@link PathName} writes it. */
  String name();

  /** A file, read when its turn comes. */
  static ImageInput of(Path path) {
    return new File(path);
  }

  /** The bytes of an image file: a copy of the array. */
  static ImageInput of(String name, byte[] encoded) {
    return new Encoded(name, ByteBuffer.wrap(encoded.clone()));
  }

  /**
   * The bytes of an image file: what remains of the buffer. They are not copied, so they must not
   * change until the image has its answer: it may be sent again until then.
   */
  static ImageInput of(String name, ByteBuffer encoded) {
    return new Encoded(name, encoded);
  }

  /**
   * The bytes of an image file, read to the end now; the stream is not closed.
   *
   * @throws IOException if the stream cannot be read
   */
  static ImageInput of(String name, InputStream encoded) throws IOException {
    return new Encoded(name, ByteBuffer.wrap(encoded.readAllBytes()));
  }

  /** The pixels of an image: alpha is dropped, not blended, as the server does. */
  static ImageInput of(String name, BufferedImage image) {
    return new Rgb(name, image.getWidth(), image.getHeight(), RgbPixels.of(image));
  }

  /** The bytes of an image file that are fetched when their turn comes, from wherever they are. */
  static ImageInput lazily(String name, Opener opener) {
    return new Lazy(name, opener);
  }

  /**
   * The same image, of which the features of parts are wanted too: {@link Embedding#regions()}.
   * Only for embedding.
   *
   * @param regions at least one
   */
  default ImageInput withRegions(Region... regions) {
    return new Parts(this, List.of(regions));
  }

  /** Opens an image's bytes; the stream is closed once it is read. */
  @FunctionalInterface
  interface Opener {
    /** Opens the bytes of an image file. */
    InputStream open() throws IOException;
  }

  /**
   * A file, read when its turn comes.
   *
   * @param path where it is
   */
  record File(Path path) implements ImageInput {
    @Override
    public String name() {
      return PathName.of(path);
    }
  }

  /**
   * The bytes of an image file.
   *
   * @param name the name that the result carries
   * @param bytes the file's content, read-only; not copied, so it must not change until the image
   *     has its answer
   */
  record Encoded(String name, ByteBuffer bytes) implements ImageInput {
    /** Keeps what remains of the buffer: its position and limit may change. */
    public Encoded {
      bytes = bytes.slice();
    }

    /** The file's content: a read-only view, not a copy. */
    @Override
    public ByteBuffer bytes() {
      return bytes.asReadOnlyBuffer();
    }

    /** The same for a message. An array stays one: that is the fast way through protobuf. */
    ByteString content() {
      return UnsafeByteOperations.unsafeWrap(bytes);
    }
  }

  /**
   * The bytes of an image file, fetched when their turn comes.
   *
   * @param name the name that the result carries
   * @param opener opens them
   */
  record Lazy(String name, Opener opener) implements ImageInput {}

  /**
   * An image and parts of it.
   *
   * @param image the whole image
   * @param regions whose features are wanted too, at least one
   */
  record Parts(ImageInput image, List<Region> regions) implements ImageInput {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there is no region, or if the image has some already
     */
    public Parts {
      regions = List.copyOf(regions);
      if (regions.isEmpty() || image instanceof Parts) {
        throw new IllegalArgumentException("name all regions of the image at once, at least one");
      }
    }

    @Override
    public String name() {
      return image.name();
    }
  }

  /**
   * Decoded pixels.
   *
   * @param name the name that the result carries
   * @param width columns, at least 1
   * @param height rows, at least 1
   * @param bytes height × width × 3 bytes: red, green, blue, row by row from the top left;
   *     read-only, not copied, so they must not change until the image has its answer
   */
  record Rgb(String name, int width, int height, ByteBuffer bytes) implements ImageInput {
    /**
     * Checks the sizes, and keeps what remains of the buffer: its position and limit may change.
     *
     * @throws IllegalArgumentException if there are not exactly height × width × 3 bytes
     */
    public Rgb {
      if (width < 1 || height < 1 || (long) width * height * 3 != bytes.remaining()) {
        throw new IllegalArgumentException(
            "%s × %s pixels need as many bytes times 3, not %s"
                .formatted(width, height, bytes.remaining()));
      }
      bytes = bytes.slice();
    }

    /** The pixels: a read-only view, not a copy. */
    @Override
    public ByteBuffer bytes() {
      return bytes.asReadOnlyBuffer();
    }

    /** The same for a message. An array stays one: that is the fast way through protobuf. */
    ByteString content() {
      return UnsafeByteOperations.unsafeWrap(bytes);
    }
  }
}
