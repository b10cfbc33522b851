package dev.ijepa.client;

import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Images that are pulled from an iterator, which may take its time for each. */
final class IteratedInputs implements InputSource {
  private final Iterator<? extends ImageInput> images;
  private final Runnable onEnd;

  IteratedInputs(Iterator<? extends ImageInput> images, Runnable onEnd) {
    this.images = images;
    this.onEnd = onEnd;
  }

  @Override
  public void start(Runnable onReady) {}

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public @Nullable ImageInput next() {
    return images.hasNext() ? Objects.requireNonNull(images.next(), "an input is null") : null;
  }

  @Override
  public void close() {
    onEnd.run();
  }
}
