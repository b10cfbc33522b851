package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.checkpoint.EmbeddedCheckpoint;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands as an operator starts and stops them. */
@Timeout(120)
class CommandTest {
  private static final List<String> PERSIAN = List.of("-Duser.language=fa", "-Duser.country=IR");
  private static final List<String> NEPALI = List.of("-Duser.language=ne", "-Duser.country=NP");

  @TempDir private Path folder;

  @Test
  void aServerStartsInALocaleWithOtherDigitsOnAllAddressesOfItsHostAndStopsWithZero()
      throws Exception {
    int port = freePort();
    try (CommandProcess serve =
        command(PERSIAN, "serve", "--host=localhost", "--port=" + port, "--admin-port=0")) {
      serve.awaitOutput("Serving on port " + port);
      for (InetAddress address : InetAddress.getAllByName("localhost")) {
        if (NetworkInterface.getByInetAddress(address) != null) {
          new Socket(address, port).close();
        }
      }
      assertThat(serve.output().lines().findFirst().orElseThrow()).contains("Memory: ");
      assertThat(serve.output()).as("TensorFlow's own lines").doesNotContain("absl", "MLIR");
      assertThat(serve.output()).as("digits").matches("(?s)\\P{IsDigit}*([0-9]\\P{IsDigit}*)*");

      serve.stop();

      assertThat(serve.exitCode()).isZero();
      assertThat(serve.output()).contains("Stopped");
    }
  }

  @Test
  void aCheckpointIsConvertedInALocaleWithOtherDigits() throws Exception {
    Path checkpoint = Files.createDirectory(folder.resolve("checkpoint"));
    EmbeddedCheckpoint.copyTo(checkpoint);
    Path model = folder.resolve("model");

    try (CommandProcess convert =
        command(NEPALI, "convert", checkpoint.toString(), model.toString())) {
      assertThat(convert.exitCode()).as(convert.output()).isZero();

      assertThat(convert.output()).startsWith("converting   0 %").doesNotContain("absl", "MLIR");
      assertThat(convert.output()).contains("1,222,154").containsPattern("time +[0-9]+\\.[0-9] s");
    }
  }

  @Test
  void aServerThatIsStoppedWhileItLoadsEndsWithZeroAndLeavesNoFilesBehind() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    try (CommandProcess serve =
        command(List.of("-Djava.io.tmpdir=" + temporary), "serve", "--port=0", "--admin-port=0")) {
      serve.awaitOutput("No model was named");
      Eventually.holds("it converts", () -> count(temporary, "ijepa-") > 0);

      serve.stop();

      assertThat(serve.exitCode()).as(serve.output()).isZero();
      assertThat(serve.output()).doesNotContain("Serving on port");
      assertThat(count(temporary, "ijepa-")).isZero();
    }
  }

  @Test
  void aStartThatFailsEndsWithOneAndALineForEachReason() throws Exception {
    try (ServerSocket taken = new ServerSocket(0);
        CommandProcess serve =
            command(
                List.of(),
                "serve",
                "--port=" + taken.getLocalPort(),
                "--model=mine=" + folder.resolve("none"))) {
      assertThat(serve.exitCode()).isEqualTo(1);

      assertThat(serve.output().lines())
          .hasSize(2)
          .anyMatch(line -> line.contains("--model mine: " + folder.resolve("none")))
          .anyMatch(line -> line.matches(".*--port \\d+ can't be opened: .*"));
    }
  }

  private CommandProcess command(List<String> javaOptions, String... arguments) throws Exception {
    return new CommandProcess(folder.resolve("output"), javaOptions, arguments);
  }

  private static long count(Path folder, String prefix) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).count();
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
