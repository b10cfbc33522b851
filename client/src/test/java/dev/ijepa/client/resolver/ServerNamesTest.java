package dev.ijepa.client.resolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerNamesTest {
  @Test
  void aNameOfDnsAndAListMeanSeveralServers() {
    assertThat(names("dns:///ijepa.example.org:443"))
        .containsExactly(name("ijepa.example.org", 443));
    assertThat(names("dns:ijepa:50051")).containsExactly(name("ijepa", 50051));
    assertThat(names("dns:///ijepa")).containsExactly(new ServerName("ijepa", OptionalInt.empty()));
    assertThat(names("a:1, b:2,[::1]:3"))
        .containsExactly(name("a", 1), name("b", 2), name("::1", 3));
    assertThat(names("10.0.0.1:1,fe80::1"))
        .containsExactly(name("10.0.0.1", 1), new ServerName("fe80::1", OptionalInt.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:50051",
        "unix:/run/a,b",
        "passthrough:///a:1",
        "dns://10.0.0.53/ijepa:50051",
        "xds:///ijepa"
      })
  void othersAreForGrpc(String target) {
    assertThat(ServerNames.parse(target)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a:1,", ",", "a:1,b:0", "a:1,b:65536", "a:1,b:x", "a:1,b c:2", "dns:///x:y:z"})
  void whatIsNoServerIsNamed(String target) {
    assertThatIllegalArgumentException().isThrownBy(() -> ServerNames.parse(target));
  }

  @Test
  void theAuthorityIsWhatTheCertificateMustSay() {
    assertThat(name("ijepa.example.org", 443).authority()).isEqualTo("ijepa.example.org:443");
    assertThat(name("::1", 443).authority()).isEqualTo("[::1]:443");
  }

  private static List<ServerName> names(String target) {
    return ServerNames.parse(target).orElseThrow().names();
  }

  private static ServerName name(String host, int port) {
    return new ServerName(host, OptionalInt.of(port));
  }
}
