package dev.ijepa.server.queue;

/**
 * A member of a {@link ShareLevel}: who takes a share, what waits of it, and what it has had.
 * Compared by identity.
 *
 * @param <K> who: a caller, or a part of a caller's work
 * @param <C> what waits: flows, or items
 */
final class Share<K, C> {
  static final int NOWHERE = -1;

  /** How a member stands in its level. */
  enum Standing {
    /** Nothing of it waits. */
    AWAY,
    /** It has its turn when nobody before it waits. */
    WAITING,
    /** Something of it waits, and the level passes it over. */
    PAUSED
  }

  final K key;
  final C content;

  /** The virtual time at which its next item may begin. */
  double start;

  /** The number of its last turn in its level, or of its arrival. */
  long turn;

  /** Whether it has had nothing yet. */
  boolean isNew = true;

  Standing standing = Standing.AWAY;

  /** Its place in the heap that it is in. */
  int place = NOWHERE;

  Share(K key, C content) {
    this.key = key;
    this.content = content;
  }

  boolean isBefore(Share<K, C> other) {
    return start < other.start || (start == other.start && turn < other.turn);
  }
}
