package dev.ijepa.client.cli;

import dev.ijepa.client.StreamSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which images, and how they are streamed. */
final class InputOptions {
  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private CommandSpec command;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "Files, whatever their names, and folders, whose images are taken at any depth.")
  private List<Path> paths = List.of();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = "",
      description = "A model of the server. Default: the server's default.")
  private String model = "";

  @Option(
      names = "--ordered",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Results in the order of the files, not as they are ready.")
  private boolean ordered;

  @Option(
      names = "--window",
      paramLabel = "N",
      defaultValue = "64",
      description = "Images in flight, at least 1. Default: ${DEFAULT-VALUE}")
  private int window = 64;

  String model() {
    return model;
  }

  /** The settings of the stream. */
  StreamSettings stream() {
    if (window < 1) {
      throw new ParameterException(command.commandLine(), "--window must be 1 or more: " + window);
    }
    StreamSettings defaults = StreamSettings.defaults();
    StreamSettings windowed = defaults.withWindow(window, defaults.maxBytesInFlight());
    return ordered ? windowed.inOrder() : windowed.asReady();
  }

  /**
   * All files, those of a folder sorted by path. A path that does not exist stays in: it becomes an
   * item that failed.
   *
   * @throws IOException if a folder cannot be listed
   */
  List<Path> files() throws IOException {
    return ImageFiles.of(paths);
  }
}
