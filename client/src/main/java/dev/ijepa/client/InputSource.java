package dev.ijepa.client;

import org.jspecify.annotations.Nullable;

/** Where the images of a stream come from. Used by the thread of the stream. */
interface InputSource {

  /**
   * Runs once, before all else; {@code onReady} is told, from any thread, when there may be more.
   */
  void start(Runnable onReady);

  /** Whether {@link #next} should be asked. Must not wait: it holds up the whole stream. */
  boolean isReady();

  /** The next image; null at the end. Throws whatever the caller's own code threw. */
  @Nullable ImageInput next();

  /** Runs once, when no more is wanted. */
  void close();
}
