package dev.ijepa.models.preprocessing;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.image.DecodeMode;
import dev.ijepa.models.image.DecodeTimer;
import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageDecoder;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.ImageLimits;
import dev.ijepa.models.image.ImageMemory;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.RgbImage;
import dev.ijepa.models.image.bmp.BmpDecoder;
import dev.ijepa.models.image.gif.GifDecoder;
import dev.ijepa.models.image.jpeg.JpegDecoder;
import dev.ijepa.models.image.jpeg.TensorFlowJpegDecoder;
import dev.ijepa.models.image.png.PngDecoder;
import dev.ijepa.models.image.pnm.PnmDecoder;
import dev.ijepa.models.image.tga.TgaDecoder;
import dev.ijepa.models.image.tiff.TiffDecoder;
import dev.ijepa.models.image.webp.WebpDecoder;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Turns an image as it was sent into the pixels of the model's input. Safe for use by many threads
 * at once.
 */
public final class ImagePreprocessor implements AutoCloseable {
  private final ImageLimits limits;
  private final TensorFlowRuntime runtime;
  private final TensorFlowJpegDecoder tensorflow;
  private final Map<ImageFormat, ImageDecoder> decoders = new EnumMap<>(ImageFormat.class);
  private final Resizer resizer = new Resizer();

  /**
   * Prepares the decoders.
   *
   * @param limits what an image may cost
   * @param mode how exactly it is decoded
   * @param runtime where TensorFlow's decoders run
   */
  public ImagePreprocessor(ImageLimits limits, DecodeMode mode, TensorFlowRuntime runtime) {
    this.limits = limits;
    this.runtime = runtime;
    this.tensorflow = new TensorFlowJpegDecoder(runtime);
    decoders.put(ImageFormat.JPEG, new JpegDecoder(this.tensorflow, mode));
    decoders.put(ImageFormat.PNG, new PngDecoder());
    decoders.put(ImageFormat.GIF, new GifDecoder());
    decoders.put(ImageFormat.BMP, new BmpDecoder());
    decoders.put(
        ImageFormat.TIFF, new TiffDecoder(new JpegDecoder(this.tensorflow, DecodeMode.EXACT)));
    decoders.put(ImageFormat.WEBP, new WebpDecoder());
    decoders.put(ImageFormat.PNM, new PnmDecoder());
    decoders.put(ImageFormat.TGA, new TgaDecoder());
  }

  /** Takes what the first images would cost more than the others, in about half a second. */
  public void warmUp() {
    DecoderWarmUp.run(this, runtime);
  }

  /**
   * Decodes and resizes one image, in the calling thread.
   *
   * @param memory says when there is room for the image in its full size
   * @param timer how long decoding may take. Where that is over the decoders that are written in
   *     Java stop at their next row; a native one ends its work first
   * @param source the image as it was sent
   * @param spec what the model takes
   * @param target gets height × width × 3 bytes, RGB row by row, from its position on, which moves
   *     behind them
   * @return the size of the upright image
   * @throws ImageException if the image can't be used; {@code target} may then hold anything
   */
  public ImageSize preprocess(
      ImageMemory memory, DecodeTimer timer, ImageSource source, ImageSpec spec, ByteBuffer target)
      throws ImageException {
    try (ImageGuard guard = new ImageGuard(limits, memory, timer);
        RgbImage image = open(source, spec, guard)) {
      guard.checkTime();
      resizer.resize(image, spec, target);
      return image.fullSize();
    }
  }

  /** As above, where there is always room and time. */
  public ImageSize preprocess(ImageSource source, ImageSpec spec, ByteBuffer target)
      throws ImageException {
    return preprocess(ImageMemory.UNBOUNDED, DecodeTimer.unlimited(), source, spec, target);
  }

  /** The image of a file, upright and in its own size. */
  RgbImage open(ImageSource.Encoded source) throws ImageException {
    try (ImageGuard guard =
        new ImageGuard(limits, ImageMemory.UNBOUNDED, DecodeTimer.unlimited())) {
      byte[] file = checked(source.bytes());
      return decoder(file).decode(file, guard);
    }
  }

  private RgbImage open(ImageSource source, ImageSpec spec, ImageGuard guard)
      throws ImageException {
    if (source instanceof ImageSource.Pixels pixels) {
      return pixels(pixels, guard);
    }
    byte[] file = checked(((ImageSource.Encoded) source).bytes());
    return decoder(file).decodeFor(spec, file, guard);
  }

  private ImageDecoder decoder(byte[] file) throws ImageException {
    return Objects.requireNonNull(decoders.get(FormatSniffer.sniff(file)));
  }

  private byte[] checked(ByteBuffer bytes) throws ImageException {
    if (bytes.remaining() > limits.maxBytes()) {
      throw new ImageException(
          Reason.TOO_LARGE,
          "the file has %d bytes; at most %d are allowed"
              .formatted(bytes.remaining(), limits.maxBytes()));
    }
    return FileBytes.copyOf(bytes);
  }

  private RgbImage pixels(ImageSource.Pixels pixels, ImageGuard guard) throws ImageException {
    long expected = (long) pixels.width() * pixels.height() * 3;
    if (pixels.width() <= 0 || pixels.height() <= 0 || expected != pixels.rgb().remaining()) {
      throw new ImageException(
          Reason.INVALID_PIXELS,
          "%dx%d pixels of RGB are %d bytes, and %d were sent; both sides must be at least 1"
              .formatted(pixels.width(), pixels.height(), expected, pixels.rgb().remaining()));
    }
    new ImageSize(pixels.width(), pixels.height()).check(guard);
    return new BufferImage(pixels.width(), pixels.height(), pixels.rgb());
  }

  @Override
  public void close() {
    tensorflow.close();
  }
}
