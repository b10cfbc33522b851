package dev.ijepa.ops.e2e;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A page of metrics, as Prometheus reads it. */
public record Metrics(String page) {
  /** What a server holds on behalf of clients; all of it is 0 when nobody wants anything. */
  private static final List<String> HELD =
      List.of(
          "ijepa_inflight_bytes",
          "ijepa_inflight_items",
          "ijepa_waiting_bytes",
          "ijepa_receiving_bytes",
          "ijepa_decode_queued",
          "ijepa_decode_bytes",
          "ijepa_batch_queued",
          "ijepa_streams_open");

  /**
   * The sum of a name's series.
   *
   * @param label that they must have, like {@code outcome="ok"}; empty for all
   */
  public double sum(String name, String label) {
    Matcher line =
        Pattern.compile("(?m)^%s(\\{[^}]*})? (\\S+)$".formatted(Pattern.quote(name))).matcher(page);
    return line.results()
        .filter(series -> label.isEmpty() || String.valueOf(series.group(1)).contains(label))
        .mapToDouble(series -> Double.parseDouble(series.group(2)))
        .sum();
  }

  public double sum(String name) {
    return sum(name, "");
  }

  /** Items that had such an outcome: {@code ok}, or the reason of a failure in small letters. */
  public double items(String outcome) {
    return sum("ijepa_items_total", "outcome=\"%s\"".formatted(outcome));
  }

  boolean nothingIsHeld() {
    return HELD.stream().allMatch(name -> sum(name) == 0);
  }

  /** What is held. */
  @Override
  public String toString() {
    return HELD.stream().map(name -> name + " " + sum(name)).collect(Collectors.joining(", "));
  }
}
