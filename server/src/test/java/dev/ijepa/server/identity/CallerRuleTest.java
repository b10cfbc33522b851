package dev.ijepa.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CallerRuleTest {
  private static final SocketAddress FIRST = new InetSocketAddress("127.0.0.2", 1);
  private static final SocketAddress SECOND = new InetSocketAddress("127.0.0.3", 1);

  @Test
  void eachAddressIsACaller() {
    assertThat(CallerRule.ADDRESS.at(FIRST)).isEqualTo(Caller.at(FIRST));
    assertThat(CallerRule.ADDRESS.at(SECOND)).isNotEqualTo(Caller.at(FIRST));
  }

  @Test
  void allAreOneCallerIfTheRuleSaysSo() {
    assertThat(CallerRule.ONE.at(FIRST)).isEqualTo(CallerRule.ONE.at(SECOND));
    assertThat(CallerRule.ONE.at(null)).isEqualTo(CallerRule.ONE.at(FIRST));
  }

  @Test
  void theOptionSetsTheRule() {
    assertThat(parse()).isEqualTo(CallerRule.ADDRESS);
    assertThat(parse("--callers", "one")).isEqualTo(CallerRule.ONE);
    assertThat(parse("--callers", "address")).isEqualTo(CallerRule.ADDRESS);
  }

  private static CallerRule parse(String... arguments) {
    return CommandLine.populateCommand(new IdentityOptions(), arguments).callers;
  }
}
