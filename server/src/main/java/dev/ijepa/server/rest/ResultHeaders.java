package dev.ijepa.server.rest;

import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.http.HttpReply;
import dev.ijepa.server.item.ItemTimings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What is known of a result beside its numbers: a NumPy file has no place for it. */
final class ResultHeaders {
  private static final double NANOS_PER_MILLI = 1e6;

  private ResultHeaders() {}

  /** The headers of a response; where the time went, if it is of one image. */
  static HttpReply on(HttpReply reply, List<FeatureResult> results) {
    FeatureResult first = results.get(0);
    HttpReply with =
        reply
            .with("Ijepa-Model", first.model().name())
            .with("Ijepa-Version", first.model().version())
            .with("Ijepa-Fingerprint", first.model().fingerprint());
    return results.size() > 1 ? with : with.with("Server-Timing", timing(first.timings()));
  }

  private static String timing(ItemTimings timings) {
    return String.format(
        Locale.ROOT,
        "queue;dur=%.3f, preprocessing;dur=%.3f, inference;dur=%.3f",
        millis(timings.queue()),
        millis(timings.preprocessing()),
        millis(timings.inference()));
  }

  static double millis(Duration duration) {
    return duration.toNanos() / NANOS_PER_MILLI;
  }
}
