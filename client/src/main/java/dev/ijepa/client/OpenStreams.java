package dev.ijepa.client;

import dev.ijepa.client.internal.Scheduler;
import dev.ijepa.v1.Priority;
import dev.ijepa.v1.ResponseOrder;
import dev.ijepa.v1.StreamOptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** The streams of a client that are still on their way, so that closing it ends them. */
final class OpenStreams implements AutoCloseable {
  private final Connection connection;
  private final ImageReader reader;
  private final ClientObserver observer;
  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final Set<StreamSession<?>> sessions = ConcurrentHashMap.newKeySet();

  OpenStreams(
      Connection connection,
      ImageReader reader,
      ClientObserver observer,
      Scheduler scheduler,
      RandomGenerator random) {
    this.connection = connection;
    this.reader = reader;
    this.observer = observer;
    this.scheduler = scheduler;
    this.random = random;
  }

  <Q, A, T> ResultStream<T> open(
      InputSource inputs, ItemMethod<Q, A, T> method, StreamSettings settings) {
    StreamSession<T> session =
        new StreamSession<>(
            settings, new Backoff(settings.retry(), random), scheduler, observer, inputs::isReady);
    StreamOptions options = options(settings);
    sessions.add(session);
    return new ResultStream<>(
        inputs,
        input -> {
          ReadImage image = reader.read(input);
          method.check(image);
          return image;
        },
        session,
        listener -> GrpcCall.open(connection, method, options, scheduler::nanoTime, listener),
        () -> {
          sessions.remove(session);
          inputs.close();
        });
  }

  // The order is restored here: an item that is sent again would lose its place at the server, and
  // the server need not hold back what overtook a slow one.
  private static StreamOptions options(StreamSettings settings) {
    return StreamOptions.newBuilder()
        .setResponseOrder(ResponseOrder.RESPONSE_ORDER_READY)
        .setPriority(
            settings.interactive() ? Priority.PRIORITY_INTERACTIVE : Priority.PRIORITY_BATCH)
        .build();
  }

  /** There is another server. */
  void serverAdded() {
    sessions.forEach(StreamSession::serverAdded);
  }

  @Override
  public void close() {
    sessions.forEach(session -> session.fail(Errors.closedHere("the client was closed")));
  }
}
