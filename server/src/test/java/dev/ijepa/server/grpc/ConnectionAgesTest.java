package dev.ijepa.server.grpc;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.common.base.Ticker;
import org.junit.jupiter.api.Test;

class ConnectionAgesTest {
  /** gRPC gives no attributes then, and a server whose filter throws never closes. */
  @Test
  void aConnectionMayEndBeforeItWasReady() {
    ConnectionAges ages = new ConnectionAges(new ConnectionOptions(), Ticker.systemTicker());

    assertThatCode(() -> ages.transportTerminated(null)).doesNotThrowAnyException();
  }
}
