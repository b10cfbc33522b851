package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.v1.FeatureServiceGrpc;
import io.grpc.ManagedChannel;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand streams that are open and send nothing. */
@Timeout(120)
class ManyStreamsTest {
  private static final int STREAMS = 10_000;
  private static final int STREAMS_A_CONNECTION = 800;

  /** Generous: the client's side lives in the same heap. */
  private static final long MOST_BYTES_A_STREAM = 16 << 10;

  @Test
  void theyCostABoundedAmountOfMemoryAndHarmNobody() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      Samples.assertRight(server.blocking().embedImage(Samples.unary(0)).getFeatures(), 0);
      List<ManagedChannel> channels = new ArrayList<>();
      long before = usedHeapBytes();
      for (int i = 0; i < STREAMS; i++) {
        if (i % STREAMS_A_CONNECTION == 0) {
          channels.add(server.connect());
        }
        var unused =
            new UnreadCall<>(
                channels.get(channels.size() - 1), FeatureServiceGrpc.getEmbedMethod());
      }
      Eventually.holds("all are open", () -> server.metrics().sum("ijepa_streams_open") == STREAMS);

      assertThat((usedHeapBytes() - before) / STREAMS).isLessThan(MOST_BYTES_A_STREAM);
      Samples.assertRight(server.blocking().embedImage(Samples.unary(1)).getFeatures(), 1);

      channels.forEach(ManagedChannel::shutdownNow);
      server.awaitIdle();
    }
  }

  private static long usedHeapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
