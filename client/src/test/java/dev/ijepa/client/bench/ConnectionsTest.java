package dev.ijepa.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.inprocess.InProcessChannelBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionsTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "1000, 1", "1001, 2", "2500, 3"})
  void thereIsOneForEachThousandCalls(int calls, int expected) {
    assertThat(new Connections(ConnectionsTest::channel, 0).open(calls)).hasSize(expected);
  }

  @Test
  void aNumberThatIsAskedForIsTaken() {
    assertThat(new Connections(ConnectionsTest::channel, 4).open(1)).hasSize(4);
  }

  private static ManagedChannel channel() {
    return InProcessChannelBuilder.forName("nobody").build().shutdownNow();
  }
}
