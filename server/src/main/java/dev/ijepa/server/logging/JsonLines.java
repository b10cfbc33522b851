package dev.ijepa.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.google.gson.JsonObject;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Writes each event as a JSON object on a line of its own: {@code timestamp} (ISO 8601 with zone),
 * {@code level}, {@code logger}, {@code thread}, {@code message}, the keys that the event or its
 * thread has, {@code trace_id} and {@code span_id} of a sampled trace, and {@code exception} (the
 * stack trace).
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = {};

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX").withZone(ZoneId.systemDefault());

  @Override
  public byte[] encode(ILoggingEvent event) {
    JsonObject line = new JsonObject();
    line.addProperty("timestamp", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
    line.addProperty("level", event.getLevel().toString());
    line.addProperty("logger", event.getLoggerName());
    line.addProperty("thread", event.getThreadName());
    line.addProperty("message", event.getFormattedMessage());
    event.getMDCPropertyMap().forEach(line::addProperty);
    addPairs(line, event.getKeyValuePairs());
    addTrace(line);
    if (event.getThrowableProxy() != null) {
      line.addProperty("exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  // Logback gives null where there are none.
  private static void addPairs(JsonObject line, @Nullable List<KeyValuePair> pairs) {
    if (pairs == null) {
      return;
    }
    for (KeyValuePair pair : pairs) {
      if (pair.value instanceof Number number) {
        line.addProperty(pair.key, number);
      } else {
        line.addProperty(pair.key, String.valueOf(pair.value));
      }
    }
  }

  private static void addTrace(JsonObject line) {
    SpanContext span = Span.current().getSpanContext();
    if (span.isValid()) {
      line.addProperty("trace_id", span.getTraceId());
      line.addProperty("span_id", span.getSpanId());
    }
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
