package dev.ijepa.server.guard;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;

/** The connections that are open: a bound for all, and one for those of the same address. */
public final class OpenConnections {
  private final int capacity;
  private final int capacityOfAddress;
  private final Map<Object, Integer> byAddress = new HashMap<>();
  private int count;

  /**
   * No connections yet.
   *
   * @param capacity of all addresses together
   * @param capacityOfAddress of one
   */
  public OpenConnections(int capacity, int capacityOfAddress) {
    this.capacity = capacity;
    this.capacityOfAddress = capacityOfAddress;
  }

  /** Counts a connection, unless there are too many: then it must be closed at once. */
  public synchronized boolean open(SocketAddress remote) {
    Object address = address(remote);
    int already = byAddress.getOrDefault(address, 0);
    if (count >= capacity || already >= capacityOfAddress) {
      return false;
    }
    byAddress.put(address, already + 1);
    count++;
    return true;
  }

  /** A connection that was counted is closed. */
  public synchronized void closed(SocketAddress remote) {
    byAddress.computeIfPresent(
        address(remote), (address, open) -> open == 1 ? null : Integer.valueOf(open - 1));
    count--;
  }

  /** How many there are. */
  public synchronized int count() {
    return count;
  }

  /** How many there are of the address that has the most. */
  public synchronized int largestCount() {
    int largest = 0;
    for (int open : byAddress.values()) {
      largest = Math.max(largest, open);
    }
    return largest;
  }

  /** How many there are of an address. */
  public synchronized int count(SocketAddress remote) {
    return byAddress.getOrDefault(address(remote), 0);
  }

  private static Object address(SocketAddress remote) {
    if (remote instanceof InetSocketAddress inet) {
      InetAddress address = inet.getAddress();
      return address == null ? inet.getHostString() : address;
    }
    return remote;
  }
}
