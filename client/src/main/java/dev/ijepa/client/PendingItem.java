package dev.ijepa.client;

import org.jspecify.annotations.Nullable;

/** An item that has no answer yet. */
final class PendingItem {
  /** So many calls may break under an item before it is sent alone. */
  private static final int SUSPECT_BREAKS = 3;

  private final long index;
  private final String name;
  private final ReadImage image;
  private final int bytes;
  private int sendings;
  private int failures;
  private int breaks;
  private @Nullable Object carrier;

  PendingItem(long index, String name, ReadImage image) {
    this.index = index;
    this.name = name;
    this.image = image;
    this.bytes = image.bytes();
  }

  long index() {
    return index;
  }

  String name() {
    return name;
  }

  ReadImage image() {
    return image;
  }

  int bytes() {
    return bytes;
  }

  /** Counts that it leaves for the server; returns how often it did. */
  int countSending() {
    return ++sendings;
  }

  /** The call that it leaves by. */
  void sentBy(Object call) {
    carrier = call;
  }

  boolean isCarriedBy(Object call) {
    return carrier == call;
  }

  /** Counts a call that broke before it had the item's answer; returns how many there were. */
  int countBreak() {
    return ++breaks;
  }

  /** Whether it may be the item that breaks its calls. */
  boolean isSuspect() {
    return breaks >= SUSPECT_BREAKS;
  }

  /** Counts an answer that asked to try again; returns how many there were. */
  int countFailure() {
    return ++failures;
  }
}
