package dev.ijepa.server.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenAddressesTest {
  private final OptionErrors errors = new OptionErrors();

  @Test
  void aNameStandsForAllAddressesThatItHasOnThisMachine() throws IOException {
    List<InetAddress> expected = new ArrayList<>();
    for (InetAddress address : InetAddress.getAllByName("localhost")) {
      if (NetworkInterface.getByInetAddress(address) != null) {
        expected.add(address);
      }
    }

    assertThat(ListenAddresses.of("localhost", 9))
        .extracting(InetSocketAddress::getAddress)
        .containsExactlyElementsOf(expected);
    assertThat(ListenAddresses.of("localhost", 0)).as("with a free port").hasSize(1);
  }

  @Test
  void noHostIsEveryAddress() {
    assertThat(ListenAddresses.of("", 9)).containsExactly(new InetSocketAddress(9));
  }

  @Test
  void anAddressThatThisMachineDoesNotHaveIsKeptForTheErrorThatTellsSo() {
    assertThat(ListenAddresses.of("192.0.2.1", 9)).hasSize(1);

    ListenAddresses.requireFree(errors, "192.0.2.1", "--port", 9);

    assertThat(errors.text()).startsWith("--port 9 on 192.0.2.1 can't be opened: ");
  }

  @Test
  void aPortThatIsTakenIsToldWithItsReason() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      ListenAddresses.requireFree(errors, "", "--port", taken.getLocalPort());

      assertThat(errors.text())
          .startsWith("--port " + taken.getLocalPort() + " can't be opened: ")
          .containsIgnoringCase("in use");
    }
  }

  @Test
  void aFreePortAndAnyFreePortAreNoErrors() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }

    ListenAddresses.requireFree(errors, "", "--port", free);
    ListenAddresses.requireFree(errors, "localhost", "--port", 0);

    assertThat(errors.text()).isEmpty();
  }

  @Test
  void whatIsNoAddressIsAnError() {
    String unknown = "[no address]";
    assertThat(ListenAddresses.of(unknown, 9))
        .singleElement()
        .matches(InetSocketAddress::isUnresolved);

    ListenAddresses.requireFree(errors, unknown, "--port", 9);

    assertThat(errors.text()).contains("--host").contains(unknown);
  }
}
