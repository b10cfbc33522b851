package dev.ijepa.client.cli;

import dev.ijepa.client.ClassifySettings;
import dev.ijepa.client.ElementType;
import dev.ijepa.client.EmbedOutput;
import dev.ijepa.client.EmbedSettings;
import dev.ijepa.client.bench.ClassifyRpc;
import dev.ijepa.client.bench.EmbedRpc;
import dev.ijepa.client.bench.ImageSet;
import dev.ijepa.client.bench.Rpc;
import dev.ijepa.client.bench.SyntheticImages;
import dev.ijepa.client.bench.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is asked of the server. */
final class WorkloadOptions {
  private static final long MAX_BYTES = 256L << 20;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private CommandSpec command;

  @Parameters(
      arity = "0..*",
      paramLabel = "PATH",
      description =
          "Files and folders of images, at most 256 MiB in all. Default: images of --synthetic")
  private List<Path> paths = List.of();

  @Option(
      names = "--synthetic",
      paramLabel = "WxH[:jpeg|pixels]",
      defaultValue = "224x224:jpeg",
      converter = SyntheticConverter.class,
      description = "Send generated images of this size. Default: ${DEFAULT-VALUE}")
  private SyntheticImages synthetic = new SyntheticImages(224, 224, true);

  @Option(
      names = "--rpc",
      paramLabel = "RPC",
      defaultValue = "embed",
      converter = EnumNames.Rpcs.class,
      completionCandidates = EnumNames.Rpcs.class,
      description = "What to call: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private RpcKind rpc = RpcKind.EMBED;

  @Option(
      names = "--stream",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Send all images through one stream instead of a call for each.")
  private boolean stream;

  @Option(
      names = "--streams",
      paramLabel = "K",
      description = "Send the images through K streams, in turns.")
  private @Nullable Integer streams;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = "",
      description = "The name of the model. Default: the server's default model.")
  private String model = "";

  @Option(
      names = "--output",
      split = ",",
      paramLabel = "OUTPUT",
      defaultValue = "embedding",
      converter = EnumNames.Outputs.class,
      completionCandidates = EnumNames.Outputs.class,
      description =
          "With --rpc embed: what to compute, one or more of ${COMPLETION-CANDIDATES}. Default:"
              + " ${DEFAULT-VALUE}")
  private List<EmbedOutput> outputs = List.of(EmbedOutput.EMBEDDING);

  @Option(
      names = "--element-type",
      paramLabel = "TYPE",
      defaultValue = "f32",
      converter = EnumNames.ElementTypes.class,
      completionCandidates = EnumNames.ElementTypes.class,
      description =
          "With --rpc embed: the type of the numbers, ${COMPLETION-CANDIDATES}."
              + " Default: ${DEFAULT-VALUE}")
  private ElementType elementType = ElementType.F32;

  @Option(
      names = "--l2-normalize",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "With --rpc embed: divide each vector by its Euclidean norm.")
  private boolean l2Normalize;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      defaultValue = "5",
      description = "With --rpc classify: how many classes to return. Default: ${DEFAULT-VALUE}")
  private int topK = 5;

  /** What is called. */
  enum RpcKind {
    EMBED,
    CLASSIFY
  }

  String model() {
    return model;
  }

  /**
   * Reads or makes the images.
   *
   * @throws IOException if a file cannot be read
   */
  Workload workload() throws IOException {
    require(streams == null || streams >= 1, "--streams must be 1 or more");
    require(topK >= 0, "--top-k must be 0 (all) or more");
    int overStreams = streams != null ? streams : stream ? 1 : 0;
    return new Workload(rpc(), images(), overStreams);
  }

  private Rpc rpc() {
    return switch (rpc) {
      case EMBED ->
          new EmbedRpc(
              EmbedSettings.defaults()
                  .withOutputs(outputs.toArray(new EmbedOutput[0]))
                  .withElementType(elementType)
                  .withL2Normalize(l2Normalize)
                  .withModel(model));
      case CLASSIFY -> new ClassifyRpc(ClassifySettings.defaults().withTopK(topK).withModel(model));
    };
  }

  private ImageSet images() throws IOException {
    if (paths.isEmpty()) {
      return synthetic.make();
    }
    List<FoundFile> files = ImageFiles.of(paths).files();
    require(!files.isEmpty(), "no images in " + paths);
    for (FoundFile file : files) {
      file.requireFile();
    }
    return ImageSet.ofFiles(files.stream().map(FoundFile::path).toList(), MAX_BYTES);
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new ParameterException(command.commandLine(), otherwise);
    }
  }
}
