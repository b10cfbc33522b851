package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.GraphOps;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.image.RgbImage;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * TensorFlow's native decoder of JPEG, which gives Pillow's pixels bit for bit. Safe for use by
 * many threads at once: each run is independent.
 */
public final class TensorFlowJpegDecoder implements AutoCloseable {
  private static final int[] RATIOS = {1, 2, 4, 8};

  private final Graph graph = new Graph();
  private final Session session;
  private final Operand<TString> file;
  private final Map<Integer, Operand<TUint8>> byRatio = new HashMap<>();

  public TensorFlowJpegDecoder(TensorFlowRuntime tensorflow) {
    Ops tf = GraphOps.on(graph);
    file = tf.placeholder(TString.class, Placeholder.shape(Shape.scalar()));
    for (int ratio : RATIOS) {
      byRatio.put(ratio, decoder(tf, ratio));
    }
    session = tensorflow.open(graph);
  }

  private Operand<TUint8> decoder(Ops tf, long ratio) {
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
   * @return empty if TensorFlow refuses the file; its message names nodes of its graph, which no
   *     sender can use
   */
  Optional<RgbImage> decode(byte[] bytes, int ratio) {
    Operand<TUint8> decoder = Objects.requireNonNull(byRatio.get(ratio));
    try (TString contents =
        TString.tensorOfBytes(NdArrays.wrap(Shape.scalar(), DataBuffers.ofObjects(bytes)))) {
      Result result = session.runner().feed(file, contents).fetch(decoder).run();
      return Optional.of(new TensorImage(result));
    } catch (TFInvalidArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
