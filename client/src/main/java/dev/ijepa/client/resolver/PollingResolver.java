package dev.ijepa.client.resolver;

import static java.util.Objects.requireNonNull;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import io.grpc.SynchronizationContext.ScheduledHandle;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks the names of servers up at each interval. gRPC's own resolver looks again only when a
 * connection is lost: a server that is added would have no calls until then.
 *
 * <p>A name that cannot be looked up keeps the addresses that it had. All methods are called in the
 * channel's synchronization context; only looking up is not.
 */
final class PollingResolver extends NameResolver {
  private final ServerNames names;
  private final AddressLookup lookup;
  private final Duration interval;
  private final ServerWatch watch;
  private final SynchronizationContext context;
  private final ScheduledExecutorService timer;
  private final Executor blocking;
  private final Map<ServerName, List<EquivalentAddressGroup>> known = new HashMap<>();
  private Set<EquivalentAddressGroup> told = Set.of();
  private @Nullable Listener2 listener;
  private @Nullable ScheduledHandle next;
  private boolean looking;
  private boolean closed;

  /** A resolver that has not started. */
  PollingResolver(
      ServerNames names,
      AddressLookup lookup,
      Duration interval,
      ServerWatch watch,
      SynchronizationContext context,
      ScheduledExecutorService timer,
      Executor blocking) {
    this.names = names;
    this.lookup = lookup;
    this.interval = interval;
    this.watch = watch;
    this.context = context;
    this.timer = timer;
    this.blocking = blocking;
  }

  @Override
  public String getServiceAuthority() {
    return names.names().get(0).authority();
  }

  @Override
  public void start(Listener2 listener) {
    this.listener = listener;
    refresh();
  }

  /** Looks now; gRPC asks for it when a connection is lost. */
  @Override
  public void refresh() {
    if (looking || closed) {
      return;
    }
    looking = true;
    if (next != null) {
      next.cancel();
    }
    blocking.execute(this::look);
  }

  private void look() {
    Map<ServerName, List<EquivalentAddressGroup>> found = new HashMap<>();
    Exception failure = null;
    for (ServerName name : names.names()) {
      try {
        found.put(name, lookup.servers(name));
      } catch (IOException | RuntimeException e) {
        failure = e;
      }
    }
    Exception last = failure;
    context.execute(() -> looked(found, last));
  }

  private void looked(
      Map<ServerName, List<EquivalentAddressGroup>> found, @Nullable Exception failure) {
    looking = false;
    if (closed) {
      return;
    }
    known.putAll(found);
    tell(failure);
    next =
        context.schedule(
            () -> {
              next = null;
              watch.lookingAgain();
              refresh();
            },
            interval.toNanos(),
            TimeUnit.NANOSECONDS,
            timer);
  }

  private void tell(@Nullable Exception failure) {
    Set<EquivalentAddressGroup> servers = new LinkedHashSet<>();
    names.names().forEach(name -> servers.addAll(known.getOrDefault(name, List.of())));
    if (servers.isEmpty()) {
      requireNonNull(listener)
          .onError(
              Status.UNAVAILABLE
                  .withDescription("no address of " + names.label() + " is known")
                  .withCause(failure));
    } else if (!servers.equals(told)) {
      boolean isAdded = !told.isEmpty() && !told.containsAll(servers);
      told = servers;
      Status unused =
          requireNonNull(listener)
              .onResult2(
                  ResolutionResult.newBuilder()
                      .setAddressesOrError(StatusOr.fromValue(List.copyOf(servers)))
                      .build());
      if (isAdded) {
        watch.serverAdded();
      }
    }
  }

  @Override
  public void shutdown() {
    closed = true;
    if (next != null) {
      next.cancel();
    }
  }
}
