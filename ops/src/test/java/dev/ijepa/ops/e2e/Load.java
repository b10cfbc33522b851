package dev.ijepa.ops.e2e;

import dev.ijepa.v1.Features;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Unary calls and a stream that ask for the first sample, all the time. */
final class Load implements AutoCloseable {
  private static final int CALLERS = 2;
  private static final int AHEAD = 16;

  private final RunningServer server;
  private final Queue<Features> answers = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<CompletableFuture<Void>> clients;
  private volatile String lastOfStream = "";
  private volatile boolean stopped;

  Load(RunningServer server) {
    this.server = server;
    clients = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      clients.add(CompletableFuture.runAsync(this::call, threads));
    }
    clients.add(CompletableFuture.runAsync(this::stream, threads));
  }

  private void call() {
    while (!stopped) {
      answers.add(server.blocking().embedImage(Samples.unary(0)).getFeatures());
    }
  }

  private void stream() {
    try {
      streamUntilStopped();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void streamUntilStopped() throws InterruptedException {
    RawStream stream = new RawStream(server.channel());
    for (int i = 0; i < AHEAD; i++) {
      stream.send(Samples.request(0).build());
    }
    int pending = AHEAD;
    while (pending > 0) {
      Features features = stream.next().getFeatures();
      pending--;
      answers.add(features);
      lastOfStream = features.getModel().getFingerprint();
      if (!stopped) {
        stream.send(Samples.request(0).build());
        pending++;
      }
    }
    stream.halfClose();
    if (!stream.end().isOk()) {
      throw new AssertionError(stream.end());
    }
  }

  /** The fingerprint of the stream's last answer. */
  String lastFingerprint() {
    return lastOfStream;
  }

  /** All answers. Those that failed have no features. */
  Queue<Features> answers() {
    return answers;
  }

  /** Asks for no more; fails if a call failed. */
  void stop() {
    stopped = true;
    clients.forEach(client -> client.orTimeout(30, TimeUnit.SECONDS).join());
  }

  @Override
  public void close() {
    stopped = true;
    threads.shutdown();
  }
}
