package dev.ijepa.models.image;

import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;

/** Stops a reader of ImageIO, which tells its progress every row or so, when its time is over. */
final class TimeListener implements IIOReadProgressListener {
  private final ImageGuard guard;

  TimeListener(ImageGuard guard) {
    this.guard = guard;
  }

  @Override
  public void imageProgress(ImageReader reader, float percentage) {
    if (guard.isTimeOver()) {
      reader.abort();
    }
  }

  @Override
  public void imageStarted(ImageReader reader, int image) {}

  @Override
  public void imageComplete(ImageReader reader) {}

  @Override
  public void readAborted(ImageReader reader) {}

  @Override
  public void sequenceStarted(ImageReader reader, int first) {}

  @Override
  public void sequenceComplete(ImageReader reader) {}

  @Override
  public void thumbnailStarted(ImageReader reader, int image, int thumbnail) {}

  @Override
  public void thumbnailProgress(ImageReader reader, float percentage) {}

  @Override
  public void thumbnailComplete(ImageReader reader) {}
}
