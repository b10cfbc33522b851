package dev.ijepa.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.ijepa.client.ClassifySettings;
import dev.ijepa.client.EmbedSettings;
import dev.ijepa.client.FakeServer;
import dev.ijepa.client.IjepaClient;
import dev.ijepa.v1.Image;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Short runs against a server on a real port. What they measure is counts, never times. */
@Timeout(60)
class BenchTest {
  private static final LoadPoint CLOSED = new LoadPoint.Closed(4);
  private static final Bench.Timing SHORT =
      new Bench.Timing(Duration.ofMillis(50), Duration.ofMillis(300), Duration.ofSeconds(5), false);

  private final FakeServer server = new FakeServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aClosedLoopOfUnaryCallsIsMeasured() throws InterruptedException {
    LoadResult result = run(workload(embed(), 0, "cat", "dog"), CLOSED);

    assertThat(result.latency().count()).isPositive();
    assertThat(result.throughput()).isPositive();
    assertThat(result.bytesSent()).isPositive();
    assertThat(result.failures()).isEmpty();
    assertThat(result.unanswered()).isZero();
  }

  @Test
  void anOpenLoopSendsByTheClock() throws InterruptedException {
    LoadPoint point = new LoadPoint.Open(100, Arrivals.CONSTANT, 1000);

    LoadResult result = run(workload(embed(), 0, "cat"), point);

    assertThat(result.latency().count()).isEqualTo(30);
    assertThat(result.notSent()).isZero();
  }

  @Test
  void streamsAreMeasuredAlike() throws InterruptedException {
    LoadResult embedded = run(workload(embed(), 2, "cat", "dog"), CLOSED);
    LoadResult classified =
        run(workload(new ClassifyRpc(ClassifySettings.defaults()), 1, "cat"), CLOSED);

    assertThat(embedded.latency().count()).isPositive();
    assertThat(classified.latency().count()).isPositive();
    assertThat(embedded.unanswered() + classified.unanswered()).isZero();
  }

  @Test
  void failuresOfCallsAndOfItemsAreCountedByReason() throws InterruptedException {
    server.refuseBadImages();
    server.refuseBusyImages(Duration.ofMillis(150));

    for (int streams : new int[] {0, 1}) {
      LoadResult result = run(workload(embed(), streams, "good", "bad", "busy"), CLOSED);

      assertThat(result.failures())
          .extracting(FailureCount::reason)
          .containsExactlyInAnyOrder("IMAGE_CORRUPT", "SERVER_BUSY");
      assertThat(result.failures())
          .filteredOn(failure -> failure.reason().equals("SERVER_BUSY"))
          .allSatisfy(busy -> assertThat(busy.retryDelays().count()).isEqualTo(busy.count()));
    }
  }

  @Test
  void aServerThatIsGoneIsCountedAndNothingHangs() throws InterruptedException {
    server.close();

    for (int streams : new int[] {0, 2}) {
      LoadResult result = run(workload(embed(), streams, "cat"), CLOSED);

      assertThat(result.latency().count()).isZero();
      assertThat(result.failures()).extracting(FailureCount::code).containsOnly("UNAVAILABLE");
      assertThat(result.unanswered()).isZero();
    }
  }

  private LoadResult run(Workload workload, LoadPoint point) throws InterruptedException {
    Connections connections =
        new Connections(
            () -> IjepaClient.builder().target(server.target()).plaintext().channel(), 0);
    return new Bench(workload, connections, SHORT, (p, measured, answers) -> {}).run(point);
  }

  private static Rpc embed() {
    return new EmbedRpc(EmbedSettings.defaults());
  }

  private static Workload workload(Rpc rpc, int streams, String... letters) {
    List<Image> images =
        Stream.of(letters)
            .map(text -> Image.newBuilder().setEncoded(ByteString.copyFromUtf8(text)).build())
            .toList();
    return new Workload(rpc, new ImageSet(images, "letters"), streams);
  }
}
