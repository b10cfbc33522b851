package dev.ijepa.models.image;

/** Who says when there is room to decode an image. */
@FunctionalInterface
public interface ImageMemory {
  /** There is always room. */
  ImageMemory UNBOUNDED = bytes -> () -> {};

  /**
   * Waits until there is room. It is asked when the size of an image is known from its header,
   * before anything is allocated for its pixels; for a larger size again, when what was held has
   * been given back.
   *
   * @param bytes that decoding will take at the same time, about
   */
  Reservation reserve(long bytes);

  /** Room that is held until it is closed. */
  @FunctionalInterface
  interface Reservation extends AutoCloseable {
    @Override
    void close();
  }
}
