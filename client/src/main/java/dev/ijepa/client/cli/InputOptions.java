package dev.ijepa.client.cli;

import dev.ijepa.client.StreamSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which images, and how they are streamed. */
final class InputOptions {
  private static final Set<String> SUFFIXES =
      Set.of(
          "jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "bmp", "tif", "tiff", "ppm", "pgm",
          "tga", "ico", "jp2");

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
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        files.addAll(imagesIn(path));
      } else {
        files.add(path);
      }
    }
    return files;
  }

  private static List<Path> imagesIn(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(InputOptions::hasImageName)
          .filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    }
  }

  private static boolean hasImageName(Path path) {
    String name = path.getFileName().toString();
    // Other systems leave ._photo.jpg next to photo.jpg: no image.
    return !name.startsWith(".") && SUFFIXES.contains(suffix(name));
  }

  private static String suffix(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
