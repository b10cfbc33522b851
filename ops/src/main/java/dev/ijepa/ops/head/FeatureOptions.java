package dev.ijepa.ops.head;

import dev.ijepa.client.cli.ClientMain;
import dev.ijepa.models.Output;
import dev.ijepa.server.IjepaServer;
import dev.ijepa.server.ServeOptions;
import java.io.IOException;
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
   * @param images a folder, in which each class is a folder
   * @param head the head's folder; the features are kept beside it if no option says where
   */
  FeatureFile read(Path images, Input input, Path head, PrintWriter err) throws IOException {
    if (!Files.isDirectory(images)) {
      throw new IOException(
          images + " is no folder: give the folder that holds a folder for each class");
    }
    if (target != null && model != null) {
      throw new IOException("--target and --model exclude each other: which of them computes?");
    }
    Path file = features == null ? beside(head, images, input) : features;
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

  /** A name for each folder of images: several sets may be evaluated with one head. */
  private static Path beside(Path head, Path images, Input input) {
    return head.resolveSibling(
        "%s-%s-%s"
            .formatted(
                head.getFileName(),
                images.toAbsolutePath().normalize().getFileName(),
                input.name().toLowerCase(Locale.ROOT)));
  }

  private static void embed(Path images, Input input, Path file, String server, PrintWriter err)
      throws IOException {
    List<String> args = new ArrayList<>(List.of("embed", images.toString(), "--target", server));
    args.addAll(
        List.of("--output", input.name().toLowerCase(Locale.ROOT), "--out", file.toString()));
    int code = ClientMain.run(System.getenv(), err, err, args.toArray(String[]::new));
    // 1: some images failed; the lines of the file say which, and the others are there.
    if (code > 1) {
      throw new IOException("the features could not be computed; the lines above say why");
    }
  }
}
