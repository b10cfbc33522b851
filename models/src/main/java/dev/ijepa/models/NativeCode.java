package dev.ijepa.models;

import java.io.IOException;
import org.tensorflow.TensorFlow;

/** TensorFlow's native code, which must be loaded before anything is computed. */
public final class NativeCode {
  private NativeCode() {}

  /**
   * Loads it, if that was not done yet.
   *
   * @throws IOException if it can't be loaded; the message says why, and what to set
   */
  public static void load() throws IOException {
    load(TensorFlow::version);
  }

  /**
   * Does the first thing that needs native code.
   *
   * @param first throws a {@link LinkageError} if there is none
   */
  static void load(Runnable first) throws IOException {
    try {
      first.run();
    } catch (LinkageError e) {
      throw new IOException(
          "TensorFlow's native code can't be loaded: %s. It is unpacked into a folder where files can be written and executed: by default .javacpp/cache in the home folder, else the folder for temporary files. Name another one with IJEPA_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=DIR. A distribution and the container image unpack nothing"
              .formatted(reason(e)),
          e);
    }
  }

  /** Of the innermost cause: what the system said. */
  private static String reason(LinkageError failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("").strip();
  }
}
