package dev.ijepa.ops.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.GoldenFile;
import dev.ijepa.server.observability.ObservabilityOptions;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The configurations of proxies fit a server with its default options. */
class ProxyFilesTest {
  @Test
  void haproxyAsksTheAdminPortWhetherAServerIsReady() throws Exception {
    String text =
        Files.readString(GoldenFile.models().resolve("..").resolve("ops/proxies/haproxy.cfg"));

    assertThat(text.lines().filter(line -> line.contains(" check ")))
        .isNotEmpty()
        .allMatch(line -> line.endsWith(" port " + new ObservabilityOptions().adminPort));
  }
}
