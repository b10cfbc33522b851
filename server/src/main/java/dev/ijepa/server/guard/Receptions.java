package dev.ijepa.server.guard;

import com.google.common.base.Ticker;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.Refusal;
import dev.ijepa.server.pipeline.PipelineOptions;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * The messages that are being received, read and parsed, of all calls. A transport keeps the part
 * of a message that has come until the rest has, and only the size of a message bounds it: many
 * calls that send most of a large message, and then nothing, would fill the memory. So would many
 * small messages that inflate to large ones.
 *
 * <p>If more is kept than is allowed, the call whose message began to come the longest time ago is
 * refused, if that is long and its sender holds its {@link FairShare} of the room; otherwise a call
 * of who holds the most ({@link LargestHolder}). What is inflated has the same room once more: if
 * that is full, the call that inflates is refused, and no other. The last quarter of both is for
 * small messages. A message is counted until its handler releases it.
 */
public final class Receptions {
  /** A message that takes longer may be given up when there is no room. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * A message that takes longer is given up, unless it comes at {@link #LEAST_BYTES_PER_SECOND}.
   */
  private static final Duration SLOWEST = Duration.ofSeconds(60);

  private static final long LEAST_BYTES_PER_SECOND = 4096;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /**
   * What the transport keeps for a piece of a message beside its bytes: objects that hold a part of
   * a buffer. A message in pieces of one byte each takes two hundred times its size.
   */
  private static final int PIECE_BYTES = 200;

  private final long capacity;
  private final Refusals refusals;
  private final Ticker ticker;
  private final Set<Arrival> arrivals = new LinkedHashSet<>();
  private long bytes;
  private long inflated;

  @Inject
  public Receptions(PipelineOptions options, Refusals refusals, Ticker ticker) {
    this.capacity = options.receivingBytes();
    this.refusals = refusals;
    this.ticker = ticker;
  }

  /**
   * A call begins.
   *
   * @param limits of its messages
   */
  public Reception open(MessageLimits limits) {
    return new Reception(this, limits, ticker.read());
  }

  /** What is charged for messages that no handler has yet. */
  public synchronized long bytes() {
    return bytes + inflated;
  }

  void received(Reception call, long count) {
    Optional<Reception> victim;
    boolean tooLarge;
    synchronized (this) {
      Arrival arrival = call.incoming(ticker.read());
      arrival.addWireBytes(count);
      tooLarge = arrival.wireBytes() > call.limits().bytes();
      add(arrival, count + PIECE_BYTES);
      victim =
          hasRoom(arrival) || call.isRefused() ? Optional.empty() : Optional.of(victim(arrival));
    }
    if (tooLarge) {
      call.refuse(call.limits().tooManyBytes());
    } else {
      victim.ifPresent(reception -> reception.refuse(noRoom()));
    }
  }

  void inflate(Arrival arrival, long count) throws FailedException {
    synchronized (this) {
      arrivals.add(arrival);
      arrival.addInflated(count);
      inflated += count;
      if (inflated <= capacity || isLittleInflated(arrival) || isInflatedAlone(arrival)) {
        return;
      }
    }
    throw new FailedException(noRoom());
  }

  synchronized void objects(Arrival arrival, long count) {
    add(arrival, count);
  }

  private void add(Arrival arrival, long count) {
    arrivals.add(arrival);
    arrival.addCharge(count);
    bytes += count;
  }

  private boolean hasRoom(Arrival arrival) {
    // Most often by the first: the others look at every message.
    return bytes <= capacity
        || bytes - leaving() <= capacity
        || isSmallAmongFew(arrival)
        || isAlone(arrival);
  }

  /**
   * What calls hold that were refused: it is free in a moment. Only an eighth of the room is taken
   * for free already, so that what is not read does not grow.
   */
  private long leaving() {
    return Math.min(
        capacity / 8,
        arrivals.stream()
            .filter(arrival -> arrival.call().isRefused())
            .mapToLong(Arrival::charged)
            .sum());
  }

  /** A quarter more is for small messages: a few large ones do not shut them out. */
  private boolean isSmallAmongFew(Arrival arrival) {
    return isSmall(arrival.charged()) && isLittle(Arrival::charged);
  }

  /** The same of what is inflated. */
  private boolean isLittleInflated(Arrival arrival) {
    return isSmall(arrival.inflated()) && isLittle(Arrival::inflated);
  }

  private boolean isLittle(ToLongFunction<Arrival> bytes) {
    return arrivals.stream().mapToLong(bytes).filter(this::isSmall).sum() <= capacity / 4;
  }

  private boolean isSmall(Arrival arrival) {
    return isSmall(arrival.charged());
  }

  private boolean isSmall(long bytes) {
    return bytes <= capacity / 64;
  }

  /** One large message may go on alone, or one larger than the room could never be received. */
  private boolean isAlone(Arrival arrival) {
    Reception call = arrival.call();
    return !isSmall(arrival)
        && arrival.charged() <= 2L * call.limits().bytes()
        && arrivals.stream()
            .allMatch(other -> other.call() == call || isSmall(other) || other.call().isRefused());
  }

  /** The same of what is inflated: a message is there twice for a moment, in chunks and joined. */
  private boolean isInflatedAlone(Arrival arrival) {
    return arrival.inflated() <= 3L * arrival.call().limits().bytes()
        && arrivals.stream().allMatch(other -> other == arrival || other.inflated() == 0);
  }

  private Reception victim(Arrival newest) {
    long longAgo = ticker.read() - PATIENCE.toNanos();
    List<Arrival> held = arrivals.stream().filter(arrival -> !arrival.call().isRefused()).toList();
    return FairShare.reachedBy(held, capacity).stream()
        .filter(arrival -> arrival.sinceNanos() - longAgo < 0)
        .min(Comparator.comparingLong(arrival -> arrival.sinceNanos() - longAgo))
        .orElseGet(() -> LargestHolder.of(held, newest))
        .call();
  }

  private Failure noRoom() {
    refusals.count(Refusal.RECEIVING);
    return Failure.busy(
        Refusal.RECEIVING,
        "the server is receiving as many bytes at once as it allows, %,d".formatted(capacity),
        RETRY_AFTER);
  }

  synchronized void completed(Reception call) {
    call.complete(ticker.read());
  }

  synchronized Arrival take(Reception call) {
    return call.takeWhole().orElseGet(() -> new Arrival(this, call, ticker.read()));
  }

  synchronized void closed(Reception call, boolean all) {
    call.takeIncoming().ifPresent(this::release);
    Optional<Arrival> whole;
    while (all && (whole = call.takeWhole()).isPresent()) {
      whole.ifPresent(this::release);
    }
  }

  synchronized void release(Arrival arrival) {
    bytes -= arrival.takeCharge();
    inflated -= arrival.takeInflated();
    arrivals.remove(arrival);
  }

  /**
   * Ends the calls whose messages come too slowly, and those that were refused but are still there:
   * a client that does not read its answers does not read the refusal either, and what it sent
   * would be kept for as long as it likes. To be called every second or so.
   */
  public void endSlow() {
    List<Reception> slow;
    synchronized (this) {
      slow = arrivals.stream().filter(this::isOverdue).map(Arrival::call).toList();
    }
    slow.forEach(
        call ->
            call.drop(
                new Failure(
                    Reason.ITEM_EXPIRED,
                    "the message did not come within %d s, nor at %,d bytes a second"
                        .formatted(SLOWEST.toSeconds(), LEAST_BYTES_PER_SECOND))));
  }

  private boolean isOverdue(Arrival arrival) {
    Duration allowed =
        arrival.call().isRefused()
            ? PATIENCE
            : SLOWEST.plusSeconds(arrival.wireBytes() / LEAST_BYTES_PER_SECOND);
    return ticker.read() - arrival.sinceNanos() > allowed.toNanos();
  }
}
