package dev.ijepa.server.inference;

import com.google.common.math.LongMath;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.server.inference.TensorContents.Elements;
import dev.ijepa.server.inference.TensorContents.Integers;
import dev.ijepa.server.inference.TensorContents.Raw;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The images of a request: its one input, {@code IMAGE} or {@code PIXELS}. They are views of the
 * contents, which are not copied.
 */
final class ImageInputs {
  /** Files: BYTES, [n, 1] or [n]. */
  static final String IMAGE = "IMAGE";

  /** RGB, 8 bits a channel: UINT8, [n, height, width, 3]. */
  static final String PIXELS = "PIXELS";

  private static final int CHANNELS = 3;
  private static final int LARGEST_BYTE = 255;

  private final InputTensor input;
  private final int most;

  private ImageInputs(InputTensor input, int most) {
    this.input = input;
    this.most = most;
  }

  /**
   * Reads the images.
   *
   * @param most how many there may be
   * @throws FailedException with REQUEST_INVALID, naming the input and what is allowed
   */
  static List<ImageSource> read(List<InputTensor> inputs, int most) throws FailedException {
    if (inputs.size() != 1) {
      throw new FailedException(
          Reason.REQUEST_INVALID,
          "a request has one input, IMAGE or PIXELS; this one has %d".formatted(inputs.size()));
    }
    InputTensor input = inputs.get(0);
    ImageInputs reader = new ImageInputs(input, most);
    return switch (input.name()) {
      case IMAGE -> reader.files();
      case PIXELS -> reader.pixels();
      default ->
          throw new FailedException(
              Reason.REQUEST_INVALID,
              "there is no input '%s'; there are IMAGE and PIXELS"
                  .formatted(InferParameters.abbreviated(input.name())));
    };
  }

  private List<ImageSource> files() throws FailedException {
    requireDatatype(Datatype.BYTES);
    List<Long> shape = input.shape();
    if (shape.isEmpty() || shape.size() > 2 || (shape.size() == 2 && shape.get(1) != 1)) {
      throw invalid("its shape must be [n, 1] or [n]");
    }
    int count = count();
    List<ImageSource> images = new ArrayList<>(count);
    for (ByteBuffer file : elements(count)) {
      images.add(new ImageSource.Encoded(file));
    }
    return images;
  }

  private List<ByteBuffer> elements(int count) throws FailedException {
    if (input.contents() instanceof Raw raw) {
      return split(raw.bytes().slice().order(ByteOrder.LITTLE_ENDIAN), count);
    }
    if (input.contents() instanceof Elements typed) {
      requireElements(count, typed.elements().size());
      return typed.elements();
    }
    throw wrongContents();
  }

  /** Each element follows its length. */
  private List<ByteBuffer> split(ByteBuffer raw, int count) throws FailedException {
    List<ByteBuffer> elements = new ArrayList<>(count);
    while (raw.hasRemaining()) {
      if (elements.size() == count) {
        throw invalid("its raw contents go on after the %d elements of its shape".formatted(count));
      }
      long length = raw.remaining() < Integer.BYTES ? -1 : Integer.toUnsignedLong(raw.getInt());
      if (length < 0 || length > raw.remaining()) {
        throw invalid(
            "its raw contents end within element %d: each is its length in four bytes, little-endian, and then so many bytes"
                .formatted(elements.size()));
      }
      elements.add(raw.slice(raw.position(), (int) length));
      raw.position(raw.position() + (int) length);
    }
    requireElements(count, elements.size());
    return elements;
  }

  private List<ImageSource> pixels() throws FailedException {
    requireDatatype(Datatype.UINT8);
    List<Long> shape = input.shape();
    if (shape.size() != 4 || shape.get(3) != CHANNELS || shape.get(1) < 1 || shape.get(2) < 1) {
      throw invalid("its shape must be [n, height, width, 3]");
    }
    int count = count();
    long height = shape.get(1);
    long width = shape.get(2);
    long each =
        LongMath.saturatedMultiply(LongMath.saturatedMultiply(height, width), (long) CHANNELS);
    ByteBuffer all = bytes(LongMath.saturatedMultiply(each, (long) count));
    List<ImageSource> images = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ByteBuffer rgb = all.slice((int) (i * each), (int) each);
      images.add(new ImageSource.Pixels((int) width, (int) height, rgb));
    }
    return images;
  }

  /** The elements, a byte each; there are so many, and no more than an array holds. */
  private ByteBuffer bytes(long count) throws FailedException {
    if (input.contents() instanceof Raw raw) {
      requireElements(count, raw.bytes().remaining());
      return raw.bytes().slice();
    }
    if (input.contents() instanceof Integers typed) {
      requireElements(count, typed.values().size());
      return narrowed(typed.values());
    }
    throw wrongContents();
  }

  private ByteBuffer narrowed(List<Integer> values) throws FailedException {
    ByteBuffer bytes = ByteBuffer.allocate(values.size());
    for (int value : values) {
      if (value < 0 || value > LARGEST_BYTE) {
        throw invalid(
            "an element is %s, not in 0 to 255".formatted(Integer.toUnsignedString(value)));
      }
      bytes.put((byte) value);
    }
    return bytes.flip();
  }

  /** The number of images, which the first axis says. */
  private int count() throws FailedException {
    long count = input.shape().get(0);
    if (count < 1 || count > most) {
      throw invalid(
          "its shape says %d images; a request may have 1 to %d (--max-images-per-request)"
              .formatted(count, most));
    }
    return (int) count;
  }

  private void requireDatatype(Datatype datatype) throws FailedException {
    if (!input.datatype().equals(datatype.name())) {
      throw invalid(
          "its datatype is '%s'; it must be %s"
              .formatted(InferParameters.abbreviated(input.datatype()), datatype));
    }
  }

  private void requireElements(long expected, long actual) throws FailedException {
    if (actual != expected) {
      throw invalid("its shape says %d elements; its contents have %d".formatted(expected, actual));
    }
  }

  private FailedException wrongContents() {
    return invalid("its contents are not of its datatype, %s".formatted(input.datatype()));
  }

  private FailedException invalid(String what) {
    return new FailedException(
        Reason.REQUEST_INVALID, "input '%s': %s".formatted(input.name(), what));
  }
}
