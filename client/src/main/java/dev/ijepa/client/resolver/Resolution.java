package dev.ijepa.client.resolver;

import static java.util.Objects.requireNonNullElse;

import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ForkJoinPool;

/** How one channel finds its servers. */
public final class Resolution extends NameResolverProvider {
  private static final String SCHEME = "ijepa";
  private static final int PRIORITY = 5;

  private final ServerNames names;
  private final Duration interval;
  private final ServerWatch watch;

  /** Looks up at each interval. */
  public Resolution(ServerNames names, Duration interval, ServerWatch watch) {
    this.names = names;
    this.interval = interval;
    this.watch = watch;
  }

  /** What the channel is to be made for, with {@link #registry()}. */
  public String target() {
    return SCHEME + ":///servers";
  }

  /** Knows this alone. */
  public NameResolverRegistry registry() {
    NameResolverRegistry registry = new NameResolverRegistry();
    registry.register(this);
    return registry;
  }

  @Override
  public NameResolver newNameResolver(URI target, NameResolver.Args args) {
    AddressLookup lookup =
        new AddressLookup(
            InetAddress::getAllByName, args.getProxyDetector(), args.getDefaultPort());
    return new PollingResolver(
        names,
        lookup,
        interval,
        watch,
        args.getSynchronizationContext(),
        args.getScheduledExecutorService(),
        requireNonNullElse(args.getOffloadExecutor(), ForkJoinPool.commonPool()));
  }

  @Override
  public String getDefaultScheme() {
    return SCHEME;
  }

  @Override
  protected boolean isAvailable() {
    return true;
  }

  @Override
  protected int priority() {
    return PRIORITY;
  }
}
