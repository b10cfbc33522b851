package dev.ijepa.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class OpenConnectionsTest {
  private static final InetSocketAddress HERE = new InetSocketAddress("127.0.0.2", 1);
  private static final InetSocketAddress HERE_TOO = new InetSocketAddress("127.0.0.2", 2);
  private static final InetSocketAddress THERE = new InetSocketAddress("127.0.0.3", 1);

  private final OpenConnections connections = new OpenConnections(3, 2);

  @Test
  void oneAddressCanNotTakeAllConnections() {
    assertThat(connections.open(HERE)).isTrue();
    assertThat(connections.open(HERE_TOO)).isTrue();
    assertThat(connections.open(HERE)).isFalse();

    assertThat(connections.open(THERE)).isTrue();
    assertThat(connections.open(THERE)).as("over the bound for all").isFalse();
    assertThat(connections.count()).isEqualTo(3);
  }

  @Test
  void aClosedConnectionMakesRoom() {
    connections.open(HERE);
    connections.open(HERE_TOO);

    connections.closed(HERE);

    assertThat(connections.open(HERE)).isTrue();
    assertThat(connections.open(HERE)).isFalse();
  }

  @Test
  void theAddressThatHasTheMostIsKnown() {
    assertThat(connections.largestCount()).isZero();
    connections.open(HERE);
    connections.open(HERE_TOO);
    connections.open(THERE);

    assertThat(connections.largestCount()).isEqualTo(2);
    assertThat(connections.count(HERE)).isEqualTo(2);
    assertThat(connections.count(THERE)).isEqualTo(1);
  }
}
