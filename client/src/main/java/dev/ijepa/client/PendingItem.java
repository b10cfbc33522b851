package dev.ijepa.client;

import dev.ijepa.v1.Image;

/** An item that has no answer yet. */
final class PendingItem {
  private final long index;
  private final String name;
  private final Image image;
  private final int bytes;
  private int sendings;
  private int failures;

  PendingItem(long index, String name, Image image) {
    this.index = index;
    this.name = name;
    this.image = image;
    this.bytes = image.getSerializedSize();
  }

  long index() {
    return index;
  }

  String name() {
    return name;
  }

  Image image() {
    return image;
  }

  int bytes() {
    return bytes;
  }

  /** Counts that it leaves for the server; returns how often it did. */
  int countSending() {
    return ++sendings;
  }

  /** Counts an answer that asked to try again; returns how many there were. */
  int countFailure() {
    return ++failures;
  }
}
