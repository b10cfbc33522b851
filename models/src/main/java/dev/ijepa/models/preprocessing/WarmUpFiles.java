package dev.ijepa.models.preprocessing;

import dev.ijepa.models.GraphOps;
import dev.ijepa.models.TensorFlowRuntime;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Constant;
import org.tensorflow.op.image.EncodeJpeg;
import org.tensorflow.op.image.EncodePng;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** Encodes a picture by TensorFlow. */
final class WarmUpFiles {
  private static final long JPEG_QUALITY = 75;

  private WarmUpFiles() {}

  /**
   * Encodes a picture as JPEG and as PNG.
   *
   * @param rgb its pixels. Shape [side, side, 3]
   */
  static List<byte[]> encode(byte[] rgb, int side, TensorFlowRuntime tensorflow) {
    try (Graph graph = new Graph()) {
      Ops tf = GraphOps.on(graph);
      Constant<TUint8> image =
          tf.constant(TUint8.class, Shape.of(side, side, 3), DataBuffers.of(rgb, true, false));
      EncodeJpeg jpeg = tf.image.encodeJpeg(image, EncodeJpeg.quality(JPEG_QUALITY));
      EncodePng png = tf.image.encodePng(image);
      try (Session session = tensorflow.open(graph);
          Result files = session.runner().fetch(jpeg).fetch(png).run()) {
        return List.of(bytes(files, 0), bytes(files, 1));
      }
    }
  }

  private static byte[] bytes(Result files, int index) {
    return ((TString) files.get(index)).asBytes().getObject();
  }
}
