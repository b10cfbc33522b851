package dev.ijepa.client.bench;

import io.grpc.ManagedChannel;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How connections are made.
 *
 * @param channel makes one that is used by nobody else
 * @param count how many; 0 for as many as the calls need
 */
public record Connections(Supplier<ManagedChannel> channel, int count) {
  // The server takes 1024 calls on a connection; more would wait on this side, unseen.
  private static final int CALLS_EACH = 1000;

  List<ManagedChannel> open(int calls) {
    int needed = count > 0 ? count : (calls + CALLS_EACH - 1) / CALLS_EACH;
    return Stream.generate(channel).limit(needed).toList();
  }
}
