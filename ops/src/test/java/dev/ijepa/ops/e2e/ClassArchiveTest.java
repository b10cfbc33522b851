package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.GoldenFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code ijepa}, which starts a command with the classes that an earlier run left. Here
 * it stands in a project that is built, and whose server does nothing but say so.
 */
@Timeout(60)
class ClassArchiveTest {
  private static final String MAIN = "dev.ijepa.server.cli.ServerMain";
  private static final int HEADER_BYTES = 4096;
  private static final String SOURCE =
      """
      package dev.ijepa.server.cli;

      public final class ServerMain {
        public static void main(String[] arguments) {
          System.out.println("ran " + String.join(" ", arguments));
        }
      }
      """;

  @TempDir private Path project;
  private Path archive;

  @BeforeEach
  void build() throws IOException {
    archive = Files.createDirectory(project.resolve("target")).resolve("inspect.jsa");
    Files.copy(GoldenFile.models().resolve("../ijepa"), project.resolve("ijepa"));
    Path target = Files.createDirectories(project.resolve("server/target"));
    Path jar = target.resolve("ijepa-server-0.jar");
    Files.write(target.resolve("classpath"), List.of(jar.toString()));
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new JarEntry(MAIN.replace('.', '/') + ".class"));
      out.write(compiled());
    }
    Files.createFile(project.resolve("target/ijepa-built"));
  }

  private byte[] compiled() throws IOException {
    Path source = project.resolve("ServerMain.java");
    Files.writeString(source, SOURCE);
    int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString());
    assertThat(result).isZero();
    return Files.readAllBytes(project.resolve("ServerMain.class"));
  }

  @Test
  void theFirstRunWritesItAndTheNextStartWithIt() throws Exception {
    assertThat(sourceOfMain()).endsWith("ijepa-server-0.jar");
    assertThat(archives())
        .as("under the name of its process")
        .singleElement()
        .isNotEqualTo(archive);

    for (int run = 0; run < 2; run++) {
      assertThat(sourceOfMain()).isEqualTo("shared objects file (top)");
      assertThat(archives()).containsExactly(archive);
    }
  }

  @Test
  void aBrokenOneStopsNoStart() throws Exception {
    for (String content : List.of("", "short", "no archive".repeat(10_000))) {
      Files.writeString(archive, content);

      assertThat(sourceOfMain()).as("%d bytes", content.length()).endsWith("ijepa-server-0.jar");
    }
  }

  @Test
  void oneWhoseWriterWasKilledStopsNoStart() throws Exception {
    sourceOfMain();
    Path written = archives().get(0);
    byte[] half = Arrays.copyOf(Files.readAllBytes(written), (int) Files.size(written) / 2);
    // Java writes the header last.
    Arrays.fill(half, 0, HEADER_BYTES, (byte) 0);
    Files.delete(written); // It is read-only.
    Files.write(written, half);

    assertThat(sourceOfMain()).endsWith("ijepa-server-0.jar");

    assertThat(archive).as("taken for what the first run left").hasBinaryContent(half);
  }

  @Test
  void oneThatIsStillBeingWrittenIsLeftToItsWriter() throws Exception {
    Path half = Path.of(archive + "." + ProcessHandle.current().pid());
    Files.writeString(half, "half of it");

    assertThat(sourceOfMain()).endsWith("ijepa-server-0.jar");

    assertThat(archive).doesNotExist();
    assertThat(half).hasContent("half of it");
  }

  /** Runs a command that must come to its end without a word of Java's; where its class is from. */
  private String sourceOfMain() throws Exception {
    Path output = project.resolve("output");
    Path loaded = project.resolve("loaded");
    ProcessBuilder builder =
        new ProcessBuilder("sh", project.resolve("ijepa").toString(), "inspect", "a model")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Map<String, String> environment = builder.environment();
    environment.remove("IJEPA_PROFILE");
    // What the one who runs the tests sets is told by Java, and may forbid archives.
    environment.remove("JAVA_TOOL_OPTIONS");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("IJEPA_JAVA_OPTS", "-Xlog:class+load:file=" + loaded);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(output).content(StandardCharsets.UTF_8).isEqualTo("ran inspect a model\n");
    assertThat(process.exitValue()).isZero();
    try (Stream<String> lines = Files.lines(loaded)) {
      String line = lines.filter(text -> text.contains(MAIN + " ")).findFirst().orElseThrow();
      return line.substring(line.indexOf("source: ") + "source: ".length());
    }
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(archive.getParent())) {
      return files.filter(file -> file.getFileName().toString().contains(".jsa")).toList();
    }
  }
}
