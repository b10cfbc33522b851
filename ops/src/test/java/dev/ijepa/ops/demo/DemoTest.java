package dev.ijepa.ops.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.GoldenFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DemoTest {
  @Test
  @Timeout(120)
  void everySampleGetsItsRow() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();

    int failed =
        Demo.run(
            GoldenFile.models().resolve("embedded/samples"),
            new PrintStream(printed, true, StandardCharsets.UTF_8));

    assertThat(failed).isZero();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("cat.jpg", "digit-7-0566.png", "nearest other", "25 images");
  }
}
