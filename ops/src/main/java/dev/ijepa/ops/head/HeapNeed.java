package dev.ijepa.ops.head;

import java.io.IOException;
import java.util.Locale;

/**
 * About what a training or an evaluation needs of Java's memory, told before it begins. Features
 * stay in their file.
 *
 * @param judged number of images that the classifier is judged by
 * @param classes number of classes
 * @param columns number of features of an image
 */
record HeapNeed(long judged, long classes, long columns) {
  /** The logits, the calibrated ones, and a copy while they are put together. */
  private static final int COPIES_OF_LOGITS = 3;

  /** Points, gradients and directions that the solver keeps. */
  private static final int VECTORS = 24;

  /** The server, the client and the list of images. */
  private static final long OTHERS = 64L << 20;

  /**
   * Compares it with what Java may have.
   *
   * @param heap the most bytes of the heap
   * @throws IOException if it is more than that, or the logits do not fit into one array
   */
  void require(long heap) throws IOException {
    if (judged * classes > Integer.MAX_VALUE - 8) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%,d images that judge the head × %,d classes are more than 2,147,483,639 logits; give fewer images",
              judged,
              classes));
    }
    if (bytes() > heap) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%,d classes of %,d features, judged by %,d images, need about %,d MiB of Java's memory, which is %,d MiB; IJEPA_JAVA_OPTS=-Xmx%dm gives it more",
              classes,
              columns,
              judged,
              bytes() >> 20,
              heap >> 20,
              (bytes() >> 20) * 3 / 2));
    }
  }

  private long bytes() {
    return judged * classes * Float.BYTES * COPIES_OF_LOGITS
        + classes * (columns + 1) * Double.BYTES * VECTORS
        + OTHERS;
  }
}
