package dev.ijepa.client;

import dev.ijepa.client.internal.Scheduler;
import dev.ijepa.client.internal.TimerThread;
import dev.ijepa.client.resolver.Resolution;
import dev.ijepa.client.resolver.ServerNames;
import dev.ijepa.client.resolver.ServerWatch;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptor;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Says where the server is, and how to talk to it.
 *
 * <p>Without {@link #plaintext} the connection is TLS, and the server's certificate must come from
 * an authority that Java trusts, or from {@link #trust}.
 *
 * <pre>{@code
 * IjepaClient client =
 *     IjepaClient.builder()
 *         .target("dns:///ijepa.example.org:443") // all its addresses, in turns
 *         .trust(Path.of("authority.pem"))
 *         .bearerToken("…")
 *         .deadline(Duration.ofSeconds(2))
 *         .build();
 * }</pre>
 */
public final class IjepaClientBuilder {
  private String target = "localhost:50051";
  private Duration resolveInterval = Duration.ofSeconds(5);
  // What any gRPC server permits.
  private Duration keepAlive = Duration.ofMinutes(5);
  private boolean plaintext;
  private @Nullable File trusted;
  private @Nullable File certificate;
  private @Nullable File privateKey;
  private @Nullable String bearerToken;
  private Duration deadline = Duration.ofSeconds(30);
  private String model = "";
  private String userAgent = "ijepa-client-java";
  // A token map of the largest released model is 5 MiB, over gRPC's own 4.
  private int maxMessageBytes = 64 << 20;
  // The server's default.
  private int maxImageBytes = 32 << 20;
  private RetrySettings unaryRetry = RetrySettings.forUnaryCalls();
  private @Nullable HedgeSettings hedge;
  private final List<ClientInterceptor> interceptors = new ArrayList<>();
  private final List<ClientObserver> observers = new ArrayList<>();
  private @Nullable Scheduler scheduler;
  // Not RandomGenerator.getDefault(): that is found through the thread's class loader, which in a
  // Spark executor, for example, finds nothing.
  private RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();

  IjepaClientBuilder() {}

  /**
   * Where the server is: {@code host:port}, or any name that gRPC resolves. With a {@code
   * dns:///host:port} whose name has several addresses, or a list of servers {@code
   * host1:port,host2:port}, calls go round all of them, and their names are looked up again at each
   * {@link #resolveInterval}. {@code unix:/path} is a Unix domain socket of this machine (Linux).
   * Default: {@code localhost:50051}.
   */
  public IjepaClientBuilder target(String name) {
    this.target = name;
    return this;
  }

  /**
   * How often the names of several servers are looked up, so that a server that is added gets its
   * share. Java remembers addresses for 30 s by itself, unless {@code networkaddress.cache.ttl}
   * says otherwise (a security property). Default: 5 s.
   *
   * @throws IllegalArgumentException if it is less than a millisecond
   */
  public IjepaClientBuilder resolveInterval(Duration interval) {
    if (interval.toMillis() < 1) {
      throw new IllegalArgumentException("resolveInterval must be 1 ms or more: " + interval);
    }
    this.resolveInterval = interval;
    return this;
  }

  /**
   * How long a connection is silent until it is pinged, so that a server or proxy that vanished is
   * missed. A server closes connections that ping more often than it permits (this project's: 20 s;
   * others: 5 min). Default: 5 min.
   *
   * @throws IllegalArgumentException if it is less than 10 s, which is gRPC's minimum
   */
  public IjepaClientBuilder keepAlive(Duration time) {
    if (time.toSeconds() < 10) {
      throw new IllegalArgumentException("keepAlive must be 10 s or more: " + time);
    }
    this.keepAlive = time;
    return this;
  }

  /** No TLS: for a server on the same machine, or behind a mesh that encrypts. */
  public IjepaClientBuilder plaintext() {
    this.plaintext = true;
    return this;
  }

  /** Trusts the certificates in this PEM file, instead of those that Java trusts. */
  public IjepaClientBuilder trust(Path certificates) {
    this.trusted = certificates.toFile();
    return this;
  }

  /** Shows the server who this is (mTLS): a PEM certificate chain and its PKCS#8 key. */
  public IjepaClientBuilder identity(Path certificateChain, Path key) {
    this.certificate = certificateChain.toFile();
    this.privateKey = key.toFile();
    return this;
  }

  /** Sends {@code authorization: Bearer …} with each call. */
  public IjepaClientBuilder bearerToken(String token) {
    this.bearerToken = token;
    return this;
  }

  /** How long a call for one image may take, all its attempts together. Default: 30 s. */
  public IjepaClientBuilder deadline(Duration limit) {
    this.deadline = limit;
    return this;
  }

  /** The model of requests whose settings name none. Default: the server's. */
  public IjepaClientBuilder model(String name) {
    this.model = name;
    return this;
  }

  /** What the server's logs call this program. Default: {@code ijepa-client-java}. */
  public IjepaClientBuilder userAgent(String name) {
    this.userAgent = name;
    return this;
  }

  /** The largest answer that is taken, in bytes. Default: 64 MiB. */
  public IjepaClientBuilder maxMessageBytes(int bytes) {
    this.maxMessageBytes = bytes;
    return this;
  }

  /**
   * The largest image that is sent, in bytes; a larger one fails alone, here. Should be what the
   * server takes: beyond that the server ends the stream as a whole. Default: 32 MiB, the server's.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public IjepaClientBuilder maxImageBytes(int bytes) {
    if (bytes < 1 || bytes == Integer.MAX_VALUE) {
      throw new IllegalArgumentException("maxImageBytes is out of range: " + bytes);
    }
    this.maxImageBytes = bytes;
    return this;
  }

  /** How often a call for one image is tried. A stream's patience is in {@link StreamSettings}. */
  public IjepaClientBuilder retry(RetrySettings settings) {
    this.unaryRetry = settings;
    return this;
  }

  /** Sends a unary call a second time where its answer is late. Default: never. */
  public IjepaClientBuilder hedge(HedgeSettings settings) {
    this.hedge = settings;
    return this;
  }

  /** Adds an interceptor of all calls: for headers, logs, whatever gRPC lets it do. */
  public IjepaClientBuilder intercept(ClientInterceptor interceptor) {
    interceptors.add(interceptor);
    return this;
  }

  /** Adds somebody who watches: {@code IjepaMetrics}, {@code IjepaTelemetry} or another. */
  public IjepaClientBuilder observe(ClientObserver observer) {
    observers.add(observer);
    return this;
  }

  IjepaClientBuilder scheduler(Scheduler time) {
    this.scheduler = time;
    return this;
  }

  IjepaClientBuilder random(RandomGenerator generator) {
    this.random = generator;
    return this;
  }

  /**
   * The client. It connects when it is first used.
   *
   * @throws IllegalArgumentException if TLS is both refused and configured, or a list of servers
   *     has something else in it
   * @throws UncheckedIOException if a certificate or key cannot be read
   */
  public IjepaClient build() {
    Servers servers = new Servers();
    IjepaClient client = client(channel(servers), true);
    servers.tell(client);
    return client;
  }

  /**
   * The channel alone, as {@link #build} would use it: for generated stubs, and for services of
   * others behind the same address. Shutting it down is the caller's.
   *
   * @throws IllegalArgumentException if TLS is both refused and configured
   * @throws UncheckedIOException if a certificate or key cannot be read
   */
  public ManagedChannel channel() {
    return channel(new Servers());
  }

  private ManagedChannel channel(ServerWatch servers) {
    ManagedChannelBuilder<?> channel =
        unconfigured(servers)
            .userAgent(userAgent)
            .intercept(credentialsInterceptors())
            .intercept(interceptors)
            .maxInboundMessageSize(maxMessageBytes)
            .keepAliveTime(keepAlive.toNanos(), TimeUnit.NANOSECONDS);
    observers.forEach(observer -> observer.configure(channel));
    return channel.build();
  }

  private ManagedChannelBuilder<?> unconfigured(ServerWatch servers) {
    Optional<ServerNames> names = ServerNames.parse(target);
    if (names.isEmpty()) {
      return Grpc.newChannelBuilder(target, credentials());
    }
    Resolution resolution = new Resolution(names.get(), resolveInterval, servers);
    return Grpc.newChannelBuilder(resolution.target(), credentials(), resolution.registry())
        .defaultLoadBalancingPolicy("round_robin");
  }

  IjepaClient over(ManagedChannel channel) {
    return client(channel, false);
  }

  private IjepaClient client(ManagedChannel channel, boolean owned) {
    Connection connection = new Connection(channel, owned);
    // Each client has its own, which ends with it.
    Scheduler time = scheduler == null ? new TimerThread() : scheduler;
    return new IjepaClient(
        connection,
        new Requests(model, new ImageReader(maxImageBytes)),
        deadline,
        unaryRetry,
        hedge == null ? null : new Hedging(hedge, time),
        new Observers(List.copyOf(observers)),
        time,
        random);
  }

  private List<ClientInterceptor> credentialsInterceptors() {
    if (bearerToken == null) {
      return List.of();
    }
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + bearerToken);
    return List.of(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private ChannelCredentials credentials() {
    if (plaintext) {
      if (trusted != null || certificate != null) {
        throw new IllegalArgumentException("plaintext() excludes trust(…) and identity(…)");
      }
      return InsecureChannelCredentials.create();
    }
    try {
      return tls();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ChannelCredentials tls() throws IOException {
    TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder();
    if (trusted != null) {
      tls.trustManager(trusted);
    }
    if (certificate != null && privateKey != null) {
      tls.keyManager(certificate, privateKey);
    }
    return tls.build();
  }
}
