package dev.ijepa.client;

import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import dev.ijepa.v1.ElementType;
import dev.ijepa.v1.Output;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** The fake services on a real port, which may be killed and started again there. */
public final class FakeServer implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  final FakeFeatureService service = new FakeFeatureService();
  volatile String authorization = "";

  private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
  private final ServerCredentials credentials;
  private final int port;
  private Server server;

  /** Starts on a free port, without TLS. */
  public FakeServer() {
    this(InsecureServerCredentials.create());
  }

  FakeServer(ServerCredentials credentials) {
    this.credentials = credentials;
    this.server = start(0);
    this.port = server.getPort();
  }

  /** Where it listens. */
  public String target() {
    return "localhost:" + port;
  }

  /** All images received, by their letters, in the order of arrival. */
  public List<String> received() {
    return List.copyOf(service.received);
  }

  /** Makes images fail as corrupt whose letters start with {@code bad}. */
  public void refuseBadImages() {
    service.error =
        image -> image.startsWith("bad") ? Optional.of(FakeErrors.corrupt()) : Optional.empty();
  }

  /** Refuses images for now whose letters start with {@code busy}. */
  public void refuseBusyImages(Duration retryDelay) {
    Function<String, Optional<Status>> others = service.error;
    service.error =
        image ->
            image.startsWith("busy")
                ? Optional.of(FakeErrors.busy(retryDelay))
                : others.apply(image);
  }

  /** Answers images whose letters start with {@code hold} when they are released, if ever. */
  public void holdImages() {
    service.answering =
        (image, answer) -> {
          if (image.startsWith("hold")) {
            held.add(answer);
          } else {
            answer.run();
          }
        };
  }

  /** Answers what is held. */
  public void releaseImages() {
    held.forEach(Runnable::run);
    held.clear();
  }

  /** The bytes of an image's embedding, by the name of an element type of the contract. */
  public ByteString encoded(String image, String type) {
    ElementType wire = ElementType.valueOf("ELEMENT_TYPE_" + type.toUpperCase(Locale.ROOT));
    return FakeFeatureService.tensor(image, Output.OUTPUT_EMBEDDING, wire).getData();
  }

  IjepaClientBuilder client() {
    return IjepaClient.builder().target(target()).plaintext();
  }

  /** Cuts all connections, then listens on the same port again. */
  synchronized void restart() {
    close();
    server = start(port);
  }

  /** Lets open streams go on, sends GOAWAY, and listens on the same port again. */
  synchronized void replaceGracefully() {
    server.shutdown();
    server = start(port);
  }

  @Override
  public synchronized void close() {
    server.shutdownNow();
    try {
      server.awaitTermination();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Server start(int onPort) {
    try {
      return Grpc.newServerBuilderForPort(onPort, credentials)
          .addService(service)
          .addService(new FakeModelService())
          .intercept(new AuthorizationRecorder())
          .build()
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class AuthorizationRecorder implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      String sent = headers.get(AUTHORIZATION);
      authorization = sent == null ? "" : sent;
      return next.startCall(call, headers);
    }
  }
}
