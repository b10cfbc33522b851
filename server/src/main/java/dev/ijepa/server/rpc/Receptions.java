package dev.ijepa.server.rpc;

import com.google.common.base.Ticker;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.pipeline.PipelineOptions;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The messages that are being received. gRPC keeps the part of a message that has come until the
 * rest has, for each call, and nothing but the size of a message bounds it: many calls that send
 * most of a large message, and then nothing, would fill the memory.
 *
 * <p>When more is kept than is allowed, the call that has been sending its message for the longest
 * time is refused, if that is long; otherwise the one that sends now.
 */
public final class Receptions extends ServerStreamTracer.Factory {
  /** Who takes longer for a message may be cut off when there is no room. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final long capacity;
  private final Ticker ticker;
  private final Set<Reception> partial = new HashSet<>();
  private long bytes;

  @Inject
  Receptions(PipelineOptions options, Ticker ticker) {
    this.capacity = options.receivingBytes();
    this.ticker = ticker;
  }

  @Override
  public Reception newServerStreamTracer(String fullMethodName, Metadata headers) {
    return new Reception(this);
  }

  /** Bytes of messages that have come in part. */
  public synchronized long bytes() {
    return bytes;
  }

  /** More of a call's message has come. */
  void received(Reception call, long count) {
    Optional<Reception> victim = Optional.empty();
    synchronized (this) {
      if (call.add(count, ticker.read())) {
        partial.add(call);
      }
      bytes += count;
      if (bytes > capacity && !isAlone(call)) {
        victim = Optional.of(victim(call));
      }
    }
    victim.ifPresent(reception -> reception.refuse(noRoom()));
  }

  /** One may always go on, or a message larger than all of it could never be received. */
  private boolean isAlone(Reception call) {
    return partial.stream().allMatch(reception -> reception == call || reception.isRefused());
  }

  private Reception victim(Reception newest) {
    long longAgo = ticker.read() - PATIENCE.toNanos();
    return partial.stream()
        .filter(reception -> !reception.isRefused() && reception.sinceNanos() - longAgo < 0)
        .min(Comparator.comparingLong(Reception::sinceNanos))
        .orElse(newest);
  }

  private Failure noRoom() {
    return new Failure(
        Reason.SERVER_BUSY,
        "the server is receiving as many bytes at once as it allows, %,d".formatted(capacity),
        Optional.of(RETRY_AFTER));
  }

  /** A call's message has come whole, or its call is over. */
  synchronized void ended(Reception call) {
    bytes -= call.takeBytes();
    partial.remove(call);
  }
}
