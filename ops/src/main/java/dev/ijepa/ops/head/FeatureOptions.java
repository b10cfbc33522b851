package dev.ijepa.ops.head;

import dev.ijepa.client.PathName;
import dev.ijepa.client.cli.ClientMain;
import dev.ijepa.models.Output;
import dev.ijepa.server.IjepaServer;
import dev.ijepa.server.ServeOptions;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the features of images come from. */
final class FeatureOptions {
  /** Inputs that a head can have. */
  enum Input {
    EMBEDDING(Output.EMBEDDING),
    EMBEDDING_LAST4(Output.EMBEDDING_LAST4);

    private final Output output;

    Input(Output output) {
      this.output = output;
    }

    Output output() {
      return output;
    }
  }

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description =
          "The model folder that computes the features, in this process. Default: the embedded model.")
  private @Nullable Path model;

  @Option(
      names = "--target",
      paramLabel = "HOST:PORT",
      description = "A server whose default model computes the features, without TLS.")
  private @Nullable String target;

  @Option(
      names = "--features",
      paramLabel = "FILE",
      description = {
        "Where the features are kept, as 'ijepa embed --out FILE' writes them. What is there already is"
            + " not computed again: for images that a fleet of servers has embedded, give that FILE."
      })
  private @Nullable Path features;

  /**
   * The features of images: computed where they are not there yet.
   *
   * @param images paths of images, folders and archives, as {@code ijepa embed} takes them
   * @param source what the user calls them
   * @param head the head's folder; the features are kept beside it if no option says where
   */
  FeatureFile read(List<Path> images, Path source, Input input, Path head, PrintWriter err)
      throws IOException {
    if (target != null && model != null) {
      throw new IOException("--target and --model exclude each other: which of them computes?");
    }
    Path file = features == null ? beside(head, source, input) : features;
    if (file.toAbsolutePath().getParent() != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    if (target != null) {
      embed(images, input, file, target, err);
    } else {
      ServeOptions options = new ServeOptions();
      options.grpc.host = "localhost";
      options.grpc.port = 0;
      options.observability.adminPort = 0;
      if (model != null) {
        options.loading.models.put("model", model);
      }
      try (IjepaServer server = IjepaServer.start(options)) {
        embed(images, input, file, "localhost:" + server.port(), err);
      }
    }
    return FeatureFile.read(file, input.output());
  }

  /** A name for each dataset: several may be evaluated with one head. */
  private static Path beside(Path head, Path source, Input input) {
    return head.resolveSibling(
        "%s-%s-%s"
            .formatted(
                head.getFileName(),
                source.toAbsolutePath().normalize().getFileName(),
                input.name().toLowerCase(Locale.ROOT)));
  }

  private static void embed(
      List<Path> images, Input input, Path file, String server, PrintWriter err)
      throws IOException {
    Path list = Files.createTempFile("ijepa-images", ".list");
    try {
      write(list, images);
      List<String> args = new ArrayList<>(List.of("embed", "--target", server, "--null"));
      args.addAll(List.of("--files-from", list.toString(), "--out", file.toString()));
      args.addAll(List.of("--output", input.name().toLowerCase(Locale.ROOT)));
      int code = ClientMain.run(System.getenv(), err, err, args.toArray(String[]::new));
      // 1: some images failed; the lines of the file say which, and the others are there.
      if (code > 1) {
        throw new IOException("the features could not be computed; the lines above say why");
      }
      if (isEnding()) {
        throw new IOException("interrupted");
      }
    } finally {
      Files.deleteIfExists(list);
    }
  }

  private static void write(Path list, List<Path> images) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(list))) {
      for (Path path : images) {
        out.write(PathName.bytes(PathName.of(path)));
        out.write(0);
      }
    }
  }

  /** Whether a signal ends this process: then only some of the features are there. */
  private static boolean isEnding() {
    Thread none = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(none);
      return !Runtime.getRuntime().removeShutdownHook(none);
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
