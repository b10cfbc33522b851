package dev.ijepa.client.bench;

import com.google.protobuf.MessageLite;
import io.grpc.ManagedChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** Items go round some long streams; a stream that breaks fails its items and is opened again. */
final class StreamCalls<Q extends MessageLite, A> implements Transport {
  private final List<ManagedChannel> connections;
  private final List<ItemStream<Q, A>> streams;
  private final AtomicInteger turn = new AtomicInteger();
  private final LongAdder bytes = new LongAdder();

  StreamCalls(List<ManagedChannel> connections, StreamMethod<Q, A> method, int streams) {
    this.connections = connections;
    this.streams =
        IntStream.range(0, streams)
            .mapToObj(i -> new ItemStream<>(connections.get(i % connections.size()), method, bytes))
            .toList();
  }

  @Override
  public void send(Outcome outcome) {
    int number = turn.getAndIncrement() & Integer.MAX_VALUE;
    streams.get(number % streams.size()).send(number, outcome);
  }

  @Override
  public long bytesSent() {
    return bytes.sum();
  }

  @Override
  public void close() {
    streams.forEach(ItemStream::halfClose);
    connections.forEach(ManagedChannel::shutdownNow);
  }
}
