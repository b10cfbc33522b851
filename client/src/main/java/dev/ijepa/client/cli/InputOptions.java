package dev.ijepa.client.cli;

import dev.ijepa.client.StreamSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which images, and how they are streamed. */
final class InputOptions {
  private static final Path STANDARD_INPUT = Path.of("-");

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private CommandSpec command;

  @Parameters(
      arity = "0..*",
      paramLabel = "PATH",
      description = {
        "A file, whatever its name; a folder (its images at any depth); a pattern in quotes"
            + " ('photos/**/*.jpg'); an archive (.tar, .tar.gz: its images); or - to read a list of"
            + " such paths from standard input.",
        "Images are sent in the order of the arguments, and those of a folder in the natural order"
            + " of their paths: img2 before img10."
      })
  private List<Path> paths = List.of();

  @Option(
      names = "--files-from",
      paramLabel = "FILE",
      description = "Read a list of such paths from a file, too: one on each line.")
  private @Nullable Path list;

  @Option(
      names = {"-0", "--null"},
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description =
          "Paths from standard input and --files-from end with a null character instead of a newline.")
  private boolean byNull;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = "",
      description = "The name of the model. Default: the server's default model.")
  private String model = "";

  @Option(
      names = "--ordered",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      defaultValue = "true",
      description =
          "true: results in the order of the images; false: as they are ready. Default: true")
  private boolean ordered = true;

  @Option(
      names = "--window",
      paramLabel = "N",
      defaultValue = "64",
      description = "The most images in flight, at least 1. Default: ${DEFAULT-VALUE}")
  private int window = 64;

  @Option(
      names = "--max-call-age",
      paramLabel = "TIME",
      defaultValue = "2m",
      converter = DurationConverter.class,
      description =
          "Move to another call, and so perhaps to another server, after this time; 0s: never."
              + " Nothing is lost or done twice. Default: ${DEFAULT-VALUE}")
  private Duration maxCallAge = Duration.ofMinutes(2);

  String model() {
    return model;
  }

  /** The settings of the stream. */
  StreamSettings stream() {
    if (window < 1) {
      throw new ParameterException(command.commandLine(), "--window must be 1 or more: " + window);
    }
    StreamSettings defaults = StreamSettings.defaults();
    StreamSettings windowed =
        defaults
            .withWindow(window, defaults.maxBytesInFlight())
            .withMaxCallAge(maxCallAge.isZero() ? null : maxCallAge);
    return ordered ? windowed.inOrder() : windowed.asReady();
  }

  /**
   * The images that are not done.
   *
   * @param maxImageBytes the size of the largest image that is sent
   * @throws IOException if a folder or standard input cannot be read
   */
  Inputs open(int maxImageBytes, Predicate<String> done) throws IOException {
    if (paths.isEmpty() && list == null) {
      throw new ParameterException(
          command.commandLine(), "Missing required parameter: 'PATH' or --files-from");
    }
    List<Path> all = new ArrayList<>();
    for (Path path : paths) {
      if (path.equals(STANDARD_INPUT)) {
        all.addAll(PathList.read(System.in, byNull));
      } else {
        all.add(path);
      }
    }
    if (list != null) {
      try (InputStream file = Files.newInputStream(list)) {
        all.addAll(PathList.read(file, byNull));
      }
    }
    FoundFiles found = ImageFiles.of(all);
    if (!found.passedOver().isEmpty()) {
      command.commandLine().getErr().println(found.passedOver());
    }
    return new Inputs(found.files(), maxImageBytes, done);
  }
}
