package dev.ijepa.server.queue;

import dev.ijepa.server.queue.Share.Standing;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One level of start-time fair queueing: of the members that have something waiting, the one that
 * has had the least so far is next, by cost and not by number.
 *
 * <p>Each member has a start tag: the virtual time at which its next item may begin. An item that
 * is taken moves its member's tag on by the item's cost, and the virtual time to the tag that the
 * member had. A member that joins starts at the virtual time: it owes nothing, and nothing is owed
 * to it. The level remembers a member that leaves with a tag beyond the virtual time until the time
 * has reached the tag, so that a member with one item at a time can't shed its debt by coming back.
 *
 * <p>A member that the level does not remember moves the virtual time on also by its first item,
 * divided among the members that wait: clients that come as a new member for each item would else
 * stop the clock, and so all who have had something already.
 *
 * <p>Only {@link #known} allocates. All operations take logarithmic time.
 *
 * <p>Source: P. Goyal, H. Vin, H. Cheng, Start-time fair queueing, SIGCOMM 1996. The clock that
 * runs with the service of new members: J. Bennett, H. Zhang, Hierarchical packet fair queueing
 * algorithms, SIGCOMM 1996.
 */
final class ShareLevel<K, C> {
  private final Supplier<C> contents;
  private final Map<K, Share<K, C>> members = new HashMap<>();
  private final ShareHeap<K, C> waiting = new ShareHeap<>();
  private final ShareHeap<K, C> departed = new ShareHeap<>();
  private double virtualTime;
  private long lastTurn;

  /**
   * A level without members.
   *
   * @param contents makes what holds that which waits of a member
   */
  ShareLevel(Supplier<C> contents) {
    this.contents = contents;
  }

  /** Members that the level knows: those that have something waiting, and those remembered. */
  int size() {
    return members.size();
  }

  /** Whether nothing waits but what is paused. */
  boolean isEmpty() {
    return waiting.size() == 0;
  }

  /** The member whose turn it is; null if nothing waits but what is paused. */
  @Nullable Share<K, C> first() {
    return waiting.first();
  }

  /** The member with this key; null if the level does not know it. */
  @Nullable Share<K, C> get(K key) {
    return members.get(key);
  }

  /** The member with this key, which the level knows from now on. */
  Share<K, C> known(K key) {
    Share<K, C> member = members.get(key);
    if (member == null) {
      member = new Share<>(key, contents.get());
      waiting.reserve(members.size() + 1);
      departed.reserve(members.size() + 1);
      members.put(key, member);
    }
    return member;
  }

  /** Something of a member waits from now on, if nothing did before. */
  void join(Share<K, C> member) {
    if (member.standing != Standing.AWAY) {
      return;
    }
    if (!member.isNew) {
      departed.remove(member);
    }
    enter(member);
  }

  /** Passes a member that waits over until it is resumed. It keeps what it owes. */
  void pause(Share<K, C> member) {
    waiting.remove(member);
    member.standing = Standing.PAUSED;
  }

  /** A member that was paused has its turns again. It is not owed those that it missed. */
  void resume(Share<K, C> member) {
    if (member.standing == Standing.PAUSED) {
      enter(member);
    }
  }

  private void enter(Share<K, C> member) {
    member.standing = Standing.WAITING;
    member.start = Math.max(virtualTime, member.start);
    member.turn = ++lastTurn;
    waiting.add(member);
  }

  /** Charges a member that waits for an item that was taken. */
  void charge(Share<K, C> member, long cost) {
    virtualTime = Math.max(virtualTime, member.start);
    if (member.isNew) {
      member.isNew = false;
      virtualTime += cost / (double) waiting.size();
    }
    member.start += cost;
    member.turn = ++lastTurn;
    waiting.grew(member);
  }

  /**
   * Charges a member for what it was given elsewhere. The virtual time goes on as if it was given
   * here: who joins later need not wait until the others have had as much.
   */
  void owe(Share<K, C> member, long cost) {
    virtualTime = Math.max(virtualTime, member.start);
    member.start += cost;
    if (member.standing == Standing.WAITING) {
      waiting.grew(member);
    } else if (member.standing == Standing.AWAY && !member.isNew) {
      departed.grew(member);
    }
  }

  /** Nothing of a member waits any more. */
  void leave(Share<K, C> member) {
    if (member.standing == Standing.WAITING) {
      waiting.remove(member);
    }
    member.standing = Standing.AWAY;
    if (member.isNew) {
      members.remove(member.key);
    } else {
      departed.add(member);
    }
  }

  /**
   * Forgets the members that have left and owe nothing.
   *
   * @param most how many may be remembered; of more, the level forgets those that owe least
   */
  void forget(int most) {
    Share<K, C> least;
    while ((least = departed.first()) != null
        && (least.start <= virtualTime || departed.size() > most)) {
      departed.remove(least);
      members.remove(least.key);
    }
  }
}
