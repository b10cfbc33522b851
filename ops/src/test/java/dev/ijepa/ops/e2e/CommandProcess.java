package dev.ijepa.ops.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command of the server in a process of its own, with what it writes. */
final class CommandProcess implements AutoCloseable {
  private static final int LIMIT_SECONDS = 60;

  private final Path output;
  private final Process process;

  /**
   * Starts it.
   *
   * @param output what it writes goes to
   * @param javaOptions beside those that every command has
   */
  CommandProcess(Path output, List<String> javaOptions, String... arguments) throws IOException {
    this.output = output;
    List<String> command = new ArrayList<>(ServerProcess.command(arguments));
    command.addAll(1, javaOptions);
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
  }

  /** What it has written so far. */
  String output() throws IOException {
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  /** Waits until it has written something; fails if it ends before. */
  void awaitOutput(String part) throws Exception {
    Eventually.holds(
        "it writes '" + part + "'",
        () -> {
          boolean isAlive = process.isAlive();
          if (output().contains(part)) {
            return true;
          }
          if (!isAlive) {
            throw new AssertionError("it ended with " + process.exitValue() + ": " + output());
          }
          return false;
        });
  }

  /** Sends SIGTERM. */
  void stop() {
    process.destroy();
  }

  /** Waits for its end. */
  int exitCode() throws Exception {
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it has not ended: " + output());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
