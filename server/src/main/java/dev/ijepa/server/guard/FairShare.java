package dev.ijepa.server.guard;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Who holds the share of the room that would be its own if all had as much: of the callers that
 * hold something, and of the connections of each. Whoever holds less makes no room for others,
 * however slowly it sends.
 */
final class FairShare {
  private FairShare() {}

  /**
   * The messages of those who hold their share or more.
   *
   * @param capacity bytes, shared by all callers
   */
  static List<Arrival> reachedBy(Collection<Arrival> arrivals, long capacity) {
    Map<Object, List<Arrival>> byCaller = by(Arrival::caller, arrivals);
    return byCaller.values().stream()
        .filter(ofCaller -> bytes(ofCaller) >= capacity / byCaller.size())
        .flatMap(ofCaller -> connectionsAtTheirShare(ofCaller).stream())
        .toList();
  }

  private static List<Arrival> connectionsAtTheirShare(List<Arrival> ofCaller) {
    Map<Object, List<Arrival>> byConnection = by(Arrival::connection, ofCaller);
    long share = bytes(ofCaller) / byConnection.size();
    return byConnection.values().stream()
        .filter(ofConnection -> bytes(ofConnection) >= share)
        .flatMap(List::stream)
        .toList();
  }

  private static Map<Object, List<Arrival>> by(
      Function<Arrival, Object> holder, Collection<Arrival> arrivals) {
    Map<Object, List<Arrival>> groups = new HashMap<>();
    arrivals.forEach(
        arrival ->
            groups.computeIfAbsent(holder.apply(arrival), key -> new ArrayList<>()).add(arrival));
    return groups;
  }

  private static long bytes(List<Arrival> arrivals) {
    return arrivals.stream().mapToLong(Arrival::charged).sum();
  }
}
