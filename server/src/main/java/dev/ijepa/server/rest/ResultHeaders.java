package dev.ijepa.server.rest;

import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.http.HttpReply;
import dev.ijepa.server.item.ItemTimings;
import java.time.Duration;
import java.util.Locale;

/** What is known of a result beside its numbers: a NumPy file has no place for it. */
final class ResultHeaders {
  private static final double NANOS_PER_MILLI = 1e6;

  private ResultHeaders() {}

  static HttpReply on(HttpReply reply, FeatureResult result) {
    return reply
        .with("Ijepa-Model", result.model().name())
        .with("Ijepa-Version", result.model().version())
        .with("Ijepa-Fingerprint", result.model().fingerprint())
        .with("Server-Timing", timing(result.timings()));
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
