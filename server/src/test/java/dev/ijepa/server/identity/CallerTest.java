package dev.ijepa.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class CallerTest {
  @Test
  void aCallerIsAnAddressWhateverItsPort() throws Exception {
    assertThat(Caller.at(at("127.0.0.2", 1))).isEqualTo(Caller.at(at("127.0.0.2", 2)));
    assertThat(Caller.at(at("127.0.0.2", 1))).isNotEqualTo(Caller.at(at("127.0.0.3", 1)));
  }

  @Test
  void allAddressesOfAnIpv6NetworkAreOneCaller() throws Exception {
    Caller caller = Caller.at(at("2001:db8:1:2::1", 1));

    assertThat(Caller.at(at("2001:db8:1:2:ffff:ffff:ffff:ffff", 1))).isEqualTo(caller);
    assertThat(Caller.at(at("2001:db8:1:3::1", 1))).isNotEqualTo(caller);
  }

  @Test
  void anIpv4AddressThatIsWrittenAsIpv6IsTheSameCaller() throws Exception {
    assertThat(Caller.at(at("::ffff:10.0.0.1", 1))).isEqualTo(Caller.at(at("10.0.0.1", 1)));
  }

  @Test
  void whoHasNoAddressIsLocal() {
    assertThat(Caller.at(null)).isEqualTo(Caller.LOCAL);
    assertThat(Caller.at(UnixDomainSocketAddress.of("/run/ijepa.sock"))).isEqualTo(Caller.LOCAL);
    assertThat(Caller.at(InetSocketAddress.createUnresolved("nowhere", 1))).isEqualTo(Caller.LOCAL);
  }

  private static SocketAddress at(String address, int port) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(address), port);
  }
}
