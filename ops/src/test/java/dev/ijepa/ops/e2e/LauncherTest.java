package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.GoldenFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The script {@code ijepa} in a project that is built: where it may stand, how it may be called,
 * and what Java gets. The client there says what it was given.
 */
@Timeout(120)
class LauncherTest {
  private static final String MAIN =
      """
      package dev.ijepa.client.cli;

      public final class ClientMain {
        public static void main(String[] arguments) {
          System.out.println(System.getProperty("sun.jnu.encoding"));
          System.out.println(Library.NAME);
          System.out.println(String.join(" ", arguments));
          System.out.println(System.getProperty("user.dir"));
        }
      }
      """;
  private static final String LIBRARY =
      """
      package dev.ijepa.client.cli;

      final class Library {
        static final String NAME = String.valueOf("library");
      }
      """;

  @TempDir private Path folder;
  private Path project;

  @BeforeEach
  void build() throws IOException {
    project = Files.createDirectory(folder.resolve("project"));
    Files.copy(GoldenFile.models().resolve("../ijepa"), project.resolve("ijepa"));
    Path sources = Files.createDirectory(folder.resolve("sources"));
    Files.writeString(sources.resolve("ClientMain.java"), MAIN);
    Files.writeString(sources.resolve("Library.java"), LIBRARY);
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                sources.resolve("ClientMain.java").toString(),
                sources.resolve("Library.java").toString());
    assertThat(result).isZero();
    jar(sources, "ClientMain", "client/target/ijepa-client-0.jar");
    jar(sources, "Library", "proto/target/ijepa-proto-0.jar");
    Files.writeString(
        project.resolve("client/target/classpath"), "lib/ijepa-proto-0.jar:lib/x.jar");
    Files.createDirectories(project.resolve("client/src/main"));
    Files.writeString(project.resolve("client/src/main/Source.java"), "source");
    Files.createDirectory(project.resolve("target"));
    // Stands for Maven, and says so.
    Files.writeString(project.resolve("mvnw"), "#!/bin/sh\necho built >> target/builds\n");
    assertThat(project.resolve("mvnw").toFile().setExecutable(true)).isTrue();
    assertThat(project.resolve("ijepa").toFile().setExecutable(true)).isTrue();
    run(project, Map.of(), List.of("./ijepa", "models"));
  }

  private void jar(Path sources, String name, String jar) throws IOException {
    Path file = project.resolve(jar);
    Files.createDirectories(file.getParent());
    try (OutputStream bytes = Files.newOutputStream(file);
        JarOutputStream out = new JarOutputStream(bytes)) {
      out.putNextEntry(new JarEntry("dev/ijepa/client/cli/" + name + ".class"));
      out.write(Files.readAllBytes(sources.resolve(name + ".class")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "with spaces", "a:colon", "dollar$ & quote's"})
  void aCopyRunsItsOwnJars(String name) throws Exception {
    Path copy = folder.resolve(name);
    copy(project, copy);
    Files.delete(project.resolve("proto/target/ijepa-proto-0.jar"));

    List<String> lines =
        run(folder, Map.of(), List.of(copy.resolve("ijepa").toString(), "embed", "a b", "*"));

    assertThat(lines).containsExactly("UTF-8", "library", "embed a b *", folder.toString());
    assertThat(copy.resolve("target/builds")).as("no second one").hasContent("built\n");
  }

  /** Where ops/release/dist puts things; Java is in it, as in the image. */
  @ParameterizedTest
  @ValueSource(strings = {"plain", "with spaces", "a:colon"})
  void aDistributionBuildsNothingAndRunsItsOwnJava(String name) throws Exception {
    Path distribution = folder.resolve(name);
    Path lib = Files.createDirectories(distribution.resolve("lib"));
    Files.createDirectories(lib.resolve("class-path"));
    Files.writeString(lib.resolve("class-path/client"), "ijepa-client-0.jar\nijepa-proto-0.jar\n");
    Files.copy(
        project.resolve("client/target/ijepa-client-0.jar"), lib.resolve("ijepa-client-0.jar"));
    Files.copy(project.resolve("proto/target/ijepa-proto-0.jar"), lib.resolve("ijepa-proto-0.jar"));
    Path bin = Files.createDirectory(distribution.resolve("bin"));
    Files.copy(project.resolve("ijepa"), bin.resolve("ijepa"));
    Files.createSymbolicLink(distribution.resolve("jre"), Path.of(System.getProperty("java.home")));

    List<String> lines =
        run(
            folder,
            Map.of("JAVA_HOME", ""),
            List.of("sh", "-c", "PATH=/usr/bin:/bin exec \"$0\" embed 'a b'", bin + "/ijepa"));

    assertThat(lines).containsExactly("UTF-8", "library", "embed a b", folder.toString());
    assertThat(distribution.resolve("target")).doesNotExist();
  }

  @Test
  void aSourceThatChangedIsBuilt() throws Exception {
    Files.writeString(project.resolve("client/src/main/Source.java"), "changed");

    run(project, Map.of(), List.of("./ijepa", "embed"));

    assertThat(project.resolve("target/builds")).hasContent("built\nbuilt\n");
  }

  @Test
  void aLinkToItIsItself() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("usr/bin"));
    Files.createSymbolicLink(bin.resolve("first"), Path.of("../../project/ijepa"));
    Files.createSymbolicLink(bin.resolve("ijepa"), bin.resolve("first"));

    assertThat(run(bin, Map.of("CDPATH", "/"), List.of("./ijepa", "embed")))
        .containsExactly("UTF-8", "library", "embed", bin.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LC_ALL=C",
        "LC_ALL=",
        "LANG=C",
        "LC_ALL=POSIX",
        "LC_ALL=xx_XX.UTF-8",
        "LANG=C.UTF-8 LC_TIME=xx_XX.UTF-8",
        "LC_ALL=C.UTF-8"
      })
  void namesAreReadAsUtf8InEachLocale(String variables) throws Exception {
    assertThat(run(project, Map.of(), List.of("sh", "-c", variables + " sh ijepa embed 'é'")))
        .startsWith("UTF-8", "library", "embed é");
  }

  @Test
  void aFolderOfJavaMayHaveSpaces() throws Exception {
    Path java = folder.resolve("a java");
    Files.createSymbolicLink(java, Path.of(System.getProperty("java.home")));

    assertThat(run(project, Map.of("JAVA_HOME", java.toString()), List.of("./ijepa", "embed")))
        .startsWith("UTF-8", "library");
  }

  @Test
  void whereThereIsNoJavaItSaysWhatToSet() throws Exception {
    assertThat(failure(Path.of("/nowhere")))
        .isEqualTo(
            "ijepa: there is no /nowhere/bin/java. Set JAVA_HOME to a Java of version 17 or newer, or unset it\n");
  }

  @Test
  void anOldJavaIsNotGivenOptionsThatItDoesNotKnow() throws Exception {
    Path old = folder.resolve("old java");
    Path java = Files.createDirectories(old.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho 'Unrecognized option' >&2\nexit 1\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");

    assertThat(failure(old))
        .isEqualTo(
            "ijepa: %s is too old. Set JAVA_HOME to a Java of version 17 or newer\n"
                .formatted(java));
  }

  /** What a run with another Java says, which must fail. */
  private String failure(Path javaHome) throws IOException, InterruptedException {
    Path errors = folder.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder("./ijepa", "embed")
            .directory(project.toFile())
            .redirectError(errors.toFile());
    builder.environment().remove("IJEPA_PROFILE");
    builder.environment().put("JAVA_HOME", javaHome.toString());
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    return Files.readString(errors);
  }

  /** Runs a command, which must succeed and say nothing but this. */
  private List<String> run(Path where, Map<String, String> environment, List<String> command)
      throws IOException {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(where.toFile()).redirectOutput(output.toFile());
    builder.redirectError(folder.resolve("errors").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_"));
    builder.environment().keySet().removeAll(List.of("LANG", "IJEPA_PROFILE", "JAVA_TOOL_OPTIONS"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("errors"))).isZero();
    return new String(Files.readAllBytes(output), StandardCharsets.UTF_8).lines().toList();
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(from)) {
      all.forEach(files::add);
    }
    for (Path file : files) {
      // All times are new: sources may become newer than what was built of them.
      Files.copy(file, to.resolve(from.relativize(file).toString()));
    }
  }
}
