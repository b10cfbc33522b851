package dev.ijepa.server.guard;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Whose message has to go when there is no room: that of the caller who holds the most, of its
 * connection that holds the most. So a client that holds little loses nothing by another that fills
 * the room, also if both are on one machine.
 */
final class LargestHolder {
  private LargestHolder() {}

  /**
   * The message that has to go: the largest of the largest connection; the newest, if that is of
   * this connection.
   *
   * @param arrivals what is held, the newest included
   * @param newest what there is no room for
   */
  static Arrival of(Collection<Arrival> arrivals, Arrival newest) {
    List<Arrival> ofCaller = largest(arrivals, newest, Arrival::caller);
    List<Arrival> ofConnection = largest(ofCaller, newest, Arrival::connection);
    return ofConnection.contains(newest)
        ? newest
        : ofConnection.stream().max(Comparator.comparingLong(Arrival::charged)).orElse(newest);
  }

  /** The arrivals of the holder with the most bytes; of the newest's, if none has more. */
  private static List<Arrival> largest(
      Collection<Arrival> arrivals, Arrival newest, Function<Arrival, Object> holder) {
    Map<Object, Long> bytes = new HashMap<>();
    arrivals.forEach(arrival -> bytes.merge(holder.apply(arrival), arrival.charged(), Long::sum));
    Object largest = holder.apply(newest);
    long most = bytes.getOrDefault(largest, 0L);
    for (Map.Entry<Object, Long> entry : bytes.entrySet()) {
      if (entry.getValue() > most) {
        most = entry.getValue();
        largest = entry.getKey();
      }
    }
    Object chosen = largest;
    return arrivals.stream().filter(arrival -> holder.apply(arrival).equals(chosen)).toList();
  }
}
