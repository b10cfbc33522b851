package dev.ijepa.client;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The items of a stream that have no answer yet: due to be sent, sent, or told to come back later.
 * What is due leaves in the order of the inputs, so that what is sent again goes first. An item
 * that is suspected to break its calls leaves alone. Not safe for use by several threads.
 */
final class Outbox {
  private final TreeMap<Long, PendingItem> due = new TreeMap<>();
  private final TreeMap<Long, PendingItem> sent = new TreeMap<>();
  private final Map<Long, PendingItem> postponed = new TreeMap<>();
  private long bytes;

  void add(PendingItem item) {
    due.put(item.index(), item);
    bytes += item.bytes();
  }

  boolean hasDue() {
    return !due.isEmpty();
  }

  /** Whether the first item that is due may leave now. */
  boolean maySend() {
    return !due.isEmpty()
        && (sent.isEmpty() || !(due.firstEntry().getValue().isSuspect() || isSuspectSent()));
  }

  // It leaves when nothing is sent, and nothing leaves after it: so it is the only one.
  private boolean isSuspectSent() {
    return sent.size() == 1 && sent.firstEntry().getValue().isSuspect();
  }

  /** Takes the first item that is due, for sending by a call; {@link #maySend} must hold. */
  PendingItem send(Object call) {
    PendingItem item = due.pollFirstEntry().getValue();
    item.sentBy(call);
    sent.put(item.index(), item);
    return item;
  }

  /** The sent item of that index, or null: it was answered already, or never sent. */
  @Nullable PendingItem sent(long index) {
    return sent.get(index);
  }

  /** Forgets a sent item. */
  void remove(PendingItem item) {
    sent.remove(item.index());
    bytes -= item.bytes();
  }

  /** Keeps a sent item until {@link #dueAgain}. */
  void postpone(PendingItem item) {
    sent.remove(item.index());
    postponed.put(item.index(), item);
  }

  void dueAgain(PendingItem item) {
    if (postponed.remove(item.index()) != null) {
      due.put(item.index(), item);
    }
  }

  /** A call is gone: what it carried is due again, and returned. */
  List<PendingItem> unsend(Object call) {
    List<PendingItem> lost = sent.values().stream().filter(item -> item.isCarriedBy(call)).toList();
    lost.forEach(
        item -> {
          sent.remove(item.index());
          due.put(item.index(), item);
        });
    return lost;
  }

  /** Forgets an item that is due. */
  void abandon(PendingItem item) {
    due.remove(item.index());
    bytes -= item.bytes();
  }

  void clear() {
    due.clear();
    sent.clear();
    postponed.clear();
    bytes = 0;
  }

  boolean isEmpty() {
    return size() == 0;
  }

  int size() {
    return due.size() + sent.size() + postponed.size();
  }

  long bytes() {
    return bytes;
  }
}
