package dev.ijepa.client.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The command line in a process of its own, which has a locale of its own.
 *
 * @param code the exit code
 */
record ClientProcess(int code, String out, String err) {

  /** Runs a command to its end, in a folder. */
  static ClientProcess run(String locale, Path folder, Path input, List<String> arguments)
      throws IOException, InterruptedException {
    return run(builder(locale, folder, command(arguments)), input);
  }

  /**
   * Runs a command through a shell, which expands patterns and has no encoding.
   *
   * @param script what the shell runs; the command is {@code "$0" "$@"}
   */
  static ClientProcess throughShell(
      String locale, Path folder, Path input, String script, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script));
    command.addAll(command(arguments));
    return run(builder(locale, folder, command), input);
  }

  private static ClientProcess run(ProcessBuilder builder, Path input)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("client", ".out");
    Path err = Files.createTempFile("client", ".err");
    Process process =
        builder
            .redirectInput(input.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("it did not end: " + text(err));
      }
      return new ClientProcess(process.exitValue(), text(out), text(err));
    } finally {
      process.destroyForcibly();
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static List<String> command(List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ClientMain.class.getName()));
    command.addAll(arguments);
    return command;
  }

  private static ProcessBuilder builder(String locale, Path folder, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().put("LC_ALL", locale);
    return builder;
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
