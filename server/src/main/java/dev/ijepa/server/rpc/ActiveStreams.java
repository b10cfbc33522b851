package dev.ijepa.server.rpc;

import jakarta.inject.Inject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The open streams, so that they can be drained. */
public final class ActiveStreams {
  private final Set<ItemStream<?, ?>> streams = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  @Inject
  ActiveStreams() {}

  void add(ItemStream<?, ?> stream) {
    streams.add(stream);
    // One that opens while the others are being drained must not be forgotten.
    if (draining) {
      stream.drain();
    }
  }

  void remove(ItemStream<?, ?> stream) {
    streams.remove(stream);
  }

  /** How many there are. */
  public int count() {
    return streams.size();
  }

  /** Lets every stream answer what it received, and end. */
  void drain() {
    draining = true;
    streams.forEach(ItemStream::drain);
  }
}
