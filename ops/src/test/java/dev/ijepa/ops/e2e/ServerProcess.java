package dev.ijepa.ops.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real server with the embedded model, in a process of its own, which can be killed. */
final class ServerProcess implements AutoCloseable {
  private final int port = freePort();
  // Not any: after a kill it could be the port that clients know.
  private final int adminPort = freePort();
  private final Path log;
  private final List<String> javaOptions;
  private Process process;

  /**
   * Starts it. It listens some seconds later.
   *
   * @param javaOptions for the JVM, for example {@code -Xmx256m}
   */
  ServerProcess(Path log, String... javaOptions) throws IOException {
    this.log = log;
    this.javaOptions = List.of(javaOptions);
    this.process = start();
  }

  String target() {
    return "localhost:" + port;
  }

  /** Kills it as SIGKILL does, with all that it has under way, and starts it on the same port. */
  void killAndRestart() throws IOException {
    close();
    process = start();
  }

  private Process start() throws IOException {
    List<String> command =
        command("serve", "--host=localhost", "--port=" + port, "--admin-port=" + adminPort);
    command.addAll(1, javaOptions);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** How a command of the server is started in a process of its own. */
  static List<String> command(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-Dorg.bytedeco.javacpp.maxBytes=0",
                "-Dlogback.configurationFile=logback.xml",
                // It lives for seconds.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.ijepa.server.cli.ServerMain"));
    command.addAll(List.of(arguments));
    return command;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
