package dev.ijepa.ops.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.GoldenFile;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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

  /** As {@code ./ijepa demo} runs it: what only tests need, Logback among it, is not there. */
  @Test
  @Timeout(120)
  void itNeedsNoLogback(@TempDir Path folder) throws Exception {
    Path output = folder.resolve("output");
    String classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(part -> !part.contains("logback"))
            .collect(Collectors.joining(File.pathSeparator));
    Process demo =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-Dorg.bytedeco.javacpp.maxBytes=0",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                Demo.class.getName(),
                GoldenFile.models().resolve("embedded/samples").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();

    assertThat(demo.waitFor()).as(Files.readString(output)).isZero();

    assertThat(output).content().contains("25 images");
  }
}
