package dev.ijepa.server.observability;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.Map;

/** Gives Micrometer's own meters names that Prometheus' rules allow, as {@code promtool} checks. */
final class PrometheusNames implements MeterFilter {
  /** In nanoseconds. {@link ProcessMetrics} has it in seconds. */
  private static final String CPU_TIME = "process.cpu.time";

  private static final Map<String, String> METERS =
      // A name that ends in "count" is a histogram's.
      Map.of("system.cpu.count", "system.cpus");

  private static final Map<String, String> LABELS =
      Map.of("methodType", "method_type", "statusCode", "status_code");

  @Override
  public MeterFilterReply accept(Meter.Id id) {
    return id.getName().equals(CPU_TIME) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
  }

  @Override
  public Meter.Id map(Meter.Id id) {
    return id.withName(METERS.getOrDefault(id.getName(), id.getName()))
        .replaceTags(id.getTags().stream().map(PrometheusNames::renamed).toList());
  }

  private static Tag renamed(Tag tag) {
    return Tag.of(LABELS.getOrDefault(tag.getKey(), tag.getKey()), tag.getValue());
  }
}
