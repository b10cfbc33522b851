package dev.ijepa.server.tracing;

import com.google.common.base.Ticker;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The trace of one sampled call. All its spans take their times from one clock, so that they fit
 * together.
 *
 * <p>A stream may have millions of items: only so many in each second have spans of their own.
 */
final class CallTrace {
  private static final ContextKey<CallTrace> KEY = ContextKey.named("ijepa-call-trace");
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Span span;
  private final boolean isStream;
  private final int itemsPerSecond;
  private final Ticker ticker;
  private final long startNanos;
  private final long startEpochNanos;
  private final Set<TracedItem> open = ConcurrentHashMap.newKeySet();

  // Of the threads that receive messages, one after the other.
  private long messageNanos;
  private long items;
  private long traced;
  private long secondBegan;
  private int inSecond;

  /**
   * A trace.
   *
   * @param span of the call
   * @param isStream whether its client may send several messages
   * @param itemsPerSecond of a stream, that have spans
   * @param startEpochNanos when the call began, since 1970
   */
  CallTrace(Span span, boolean isStream, int itemsPerSecond, Ticker ticker, long startEpochNanos) {
    this.span = span;
    this.isStream = isStream;
    this.itemsPerSecond = itemsPerSecond;
    this.ticker = ticker;
    this.startNanos = ticker.read();
    this.startEpochNanos = startEpochNanos;
    this.messageNanos = startNanos;
    this.secondBegan = startNanos;
  }

  /** That of the call which the thread works for; null if it is not traced. */
  static @Nullable CallTrace current() {
    return Context.current().get(KEY);
  }

  /** The context in which this is the current one. */
  Context in(Context context) {
    return context.with(span).with(KEY, this);
  }

  /** A message has come. That of a single call began to come with the call. */
  void messageReceived() {
    if (isStream) {
      messageNanos = ticker.read();
    }
  }

  /** Whether the item of the message that came last has spans. */
  boolean takesItem() {
    items++;
    boolean takes = !isStream || isWithinRate();
    traced += takes ? 1 : 0;
    return takes;
  }

  private boolean isWithinRate() {
    if (messageNanos - secondBegan >= SECOND) {
      secondBegan = messageNanos;
      inSecond = 0;
    }
    return inSecond++ < itemsPerSecond;
  }

  /** When the message that came last was there, or, of a single call, began. On the ticker. */
  long messageNanos() {
    return messageNanos;
  }

  long nowNanos() {
    return ticker.read();
  }

  /** Nanoseconds since 1970. */
  long epochNanos(long nanos) {
    return startEpochNanos + (nanos - startNanos);
  }

  void opened(TracedItem item) {
    open.add(item);
  }

  void ended(TracedItem item) {
    open.remove(item);
  }

  /** The call is over: so are its items, also those whose response never left. */
  void end() {
    open.forEach(TracedItem::end);
    if (isStream) {
      span.setAttribute(SpanAttributes.ITEMS, items);
      span.setAttribute(SpanAttributes.TRACED_ITEMS, traced);
    }
    span.end(epochNanos(ticker.read()), TimeUnit.NANOSECONDS);
  }
}
