package dev.ijepa.server.queue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A binary heap of shares: the one with the least start tag is first; of equal tags, the one whose
 * last turn is longest ago.
 *
 * <p>Each share knows its place, so that one in the middle leaves in logarithmic time. Nothing but
 * {@link #reserve} allocates.
 */
final class ShareHeap<K, C> {
  private static final int FIRST_CAPACITY = 4;

  private @Nullable Share<K, C>[] shares = array(FIRST_CAPACITY);
  private int size;

  @SuppressWarnings("unchecked")
  private static <K, C> @Nullable Share<K, C>[] array(int capacity) {
    return (@Nullable Share<K, C>[]) new Share<?, ?>[capacity];
  }

  /** Makes room for so many shares. */
  void reserve(int capacity) {
    if (capacity > shares.length) {
      shares = Arrays.copyOf(shares, Math.max(capacity, 2 * shares.length));
    }
  }

  int size() {
    return size;
  }

  /** The first share; null if the heap is empty. */
  @Nullable Share<K, C> first() {
    return shares[0];
  }

  /** Adds a share that is in no heap. There must be room for it. */
  void add(Share<K, C> share) {
    moveUp(share, size++);
  }

  /** Removes a share that is in this heap. */
  void remove(Share<K, C> share) {
    int place = share.place;
    share.place = Share.NOWHERE;
    Share<K, C> last = at(--size);
    shares[size] = null;
    if (last != share) {
      moveUp(last, place);
      moveDown(last, last.place);
    }
  }

  /** Moves a share of this heap to its place after its start tag or its turn has grown. */
  void grew(Share<K, C> share) {
    moveDown(share, share.place);
  }

  private void moveUp(Share<K, C> share, int from) {
    int place = from;
    while (place > 0 && share.isBefore(at((place - 1) / 2))) {
      put(at((place - 1) / 2), place);
      place = (place - 1) / 2;
    }
    put(share, place);
  }

  private void moveDown(Share<K, C> share, int from) {
    int place = from;
    int child;
    while ((child = firstChild(place)) < size && at(child).isBefore(share)) {
      put(at(child), place);
      place = child;
    }
    put(share, place);
  }

  /** Where the one of two children is that goes first; {@code size} or more if there is none. */
  private int firstChild(int place) {
    int left = 2 * place + 1;
    return left + 1 < size && at(left + 1).isBefore(at(left)) ? left + 1 : left;
  }

  private void put(Share<K, C> share, int place) {
    shares[place] = share;
    share.place = place;
  }

  private Share<K, C> at(int place) {
    Share<K, C> share = shares[place];
    if (share == null) {
      throw new AssertionError(place);
    }
    return share;
  }
}
