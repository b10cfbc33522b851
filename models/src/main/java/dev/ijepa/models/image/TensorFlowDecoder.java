package dev.ijepa.models.image;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.image.ImageException.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.image.DecodeJpeg;
import org.tensorflow.op.image.DecodePng;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * TensorFlow's native decoders of JPEG and PNG, where they give Pillow's pixels bit for bit. Safe
 * for use by many threads at once: each run is independent.
 */
final class TensorFlowDecoder implements AutoCloseable {
  private static final int[] RATIOS = {1, 2, 4, 8};

  private final Graph graph = new Graph();
  private final Session session;
  private final Operand<TString> file;
  private final Map<Integer, Operand<TUint8>> jpegByRatio = new HashMap<>();
  private final Operand<TUint8> png;

  TensorFlowDecoder(TensorFlowRuntime tensorflow) {
    Ops tf = Ops.create(graph);
    file = tf.placeholder(TString.class, Placeholder.shape(Shape.scalar()));
    for (int ratio : RATIOS) {
      jpegByRatio.put(ratio, jpeg(tf, ratio));
    }
    png = tf.image.decodePng(file, TUint8.class, DecodePng.channels(3L));
    session = tensorflow.open(graph);
  }

  private Operand<TUint8> jpeg(Ops tf, long ratio) {
    // The default, INTEGER_FAST, is up to 10 steps off Pillow, which uses libjpeg's default.
    return tf.image.decodeJpeg(
        file,
        DecodeJpeg.channels(3L),
        DecodeJpeg.ratio(ratio),
        DecodeJpeg.dctMethod("INTEGER_ACCURATE"),
        DecodeJpeg.fancyUpscaling(true),
        DecodeJpeg.tryRecoverTruncated(false));
  }

  /**
   * Decodes a JPEG of one or three components.
   *
   * @param ratio by what its sides are divided: 1, 2, 4 or 8; parts of a pixel are rounded up
   */
  RgbImage jpeg(byte[] bytes, int ratio) throws ImageException {
    return decode(ImageFormat.JPEG, Objects.requireNonNull(jpegByRatio.get(ratio)), bytes);
  }

  /** Decodes a PNG. */
  RgbImage png(byte[] bytes) throws ImageException {
    return decode(ImageFormat.PNG, png, bytes);
  }

  private RgbImage decode(ImageFormat format, Operand<TUint8> decoder, byte[] bytes)
      throws ImageException {
    try (TString contents =
        TString.tensorOfBytes(NdArrays.wrap(Shape.scalar(), DataBuffers.ofObjects(bytes)))) {
      Result result = session.runner().feed(file, contents).fetch(decoder).run();
      return new TensorImage(result);
    } catch (TFInvalidArgumentException e) {
      // TensorFlow's own message names nodes of its graph, and no sender can use that.
      throw new ImageException(
          Reason.CORRUPT,
          "the "
              + format.label()
              + " is truncated or corrupt: its data ends early"
              + " or breaks the format's rules");
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
