package dev.ijepa.models.savedmodel;

import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.Output;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.encoder.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TUint8;

/**
 * A loaded model that turns batches of pixels into features. Safe for use by many threads; its
 * owner closes it.
 */
public final class FeatureModel implements AutoCloseable {
  /** The scope of the graph that divides images. */
  private static final String DIVIDED = "divided";

  /** What its packed weights may take: each part has its own. */
  private static final long MOST_PACKED_BYTES = 1L << 30;

  private final ModelManifest manifest;
  private final String storedFingerprint;
  private final KnownEmbedding known;
  private final SavedModelSession session;
  private final String input;
  private final Map<Output, TensorInfo> outputs;
  private final boolean dividesImages;

  private FeatureModel(
      ModelManifest manifest,
      String storedFingerprint,
      KnownEmbedding known,
      SavedModelSession session,
      boolean dividesImages)
      throws ModelException {
    this.manifest = manifest;
    this.storedFingerprint = storedFingerprint;
    this.known = known;
    this.session = session;
    this.dividesImages = dividesImages;
    SignatureDef signature = session.signature();
    if (!signature.containsInputs(ModelGraph.INPUT)) {
      throw new ModelException(
          "the SavedModel's signature has no input %s".formatted(ModelGraph.INPUT));
    }
    input = signature.getInputsOrThrow(ModelGraph.INPUT).getName();
    Map<Output, TensorInfo> found = new EnumMap<>(Output.class);
    for (Output output : Output.values()) {
      if (signature.containsOutputs(output.signatureName())) {
        found.put(output, signature.getOutputsOrThrow(output.signatureName()));
      }
    }
    if (!found.containsKey(Output.EMBEDDING)
        || found.containsKey(Output.LOGITS) == manifest.labels().isEmpty()) {
      throw new ModelException(
          "the SavedModel has the outputs %s, which do not fit its manifest"
              .formatted(found.keySet()));
    }
    outputs = Collections.unmodifiableMap(found);
  }

  /**
   * Loads a model folder.
   *
   * @throws ModelException if the folder is no model of this project, or damaged
   */
  public static FeatureModel load(Path folder, TensorFlowRuntime tensorflow) throws IOException {
    ModelManifest stored = ModelManifest.read(folder);
    KnownEmbedding known = known(folder, stored);
    SavedModelSession session = SavedModelSession.load(folder, tensorflow);
    return open(stored, stored.fingerprint(), known, session, tensorflow);
  }

  /**
   * Loads a model folder in bf16, whatever it was converted to: as if that had been bf16, with the
   * same fingerprint and the same features, to the bit.
   *
   * @throws ModelException if the folder is no model of this project, or damaged, or a weight is
   *     beyond the range of bf16
   */
  public static FeatureModel loadBfloat16(Path folder, TensorFlowRuntime tensorflow)
      throws IOException {
    ModelManifest stored = ModelManifest.read(folder);
    if (stored.isBfloat16()) {
      return load(folder, tensorflow);
    }
    KnownEmbedding known = known(folder, stored);
    Fingerprint fingerprint = new Fingerprint(stored.encoder(), stored.processor(), Precision.BF16);
    try (ModelGraph graph = graph(stored, Precision.BF16, 1)) {
      SavedModelSession session = SavedModelSession.convert(folder, graph, fingerprint, tensorflow);
      ModelManifest manifest = stored.in(Precision.BF16, fingerprint.finish());
      return open(manifest, stored.fingerprint(), known, session, tensorflow);
    }
  }

  private static KnownEmbedding known(Path folder, ModelManifest manifest) throws IOException {
    return KnownEmbedding.read(
        folder, manifest.processor().image(), manifest.encoder().hiddenSize());
  }

  private static FeatureModel open(
      ModelManifest manifest,
      String storedFingerprint,
      KnownEmbedding known,
      SavedModelSession session,
      TensorFlowRuntime tensorflow)
      throws IOException {
    try {
      int parts = parts(manifest, tensorflow);
      if (parts > 1) {
        session.add(divided(manifest, parts), DIVIDED);
      }
      return new FeatureModel(manifest, storedFingerprint, known, session, parts > 1);
    } catch (IOException | RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  /** Into how many parts an image is divided. */
  private static int parts(ModelManifest manifest, TensorFlowRuntime tensorflow) {
    long weights = manifest.parameters() * (manifest.isBfloat16() ? Short.BYTES : Float.BYTES);
    int tokens = manifest.encoder().tokens();
    return (int)
        Math.min(Math.min(tensorflow.parts(), tokens), MOST_PACKED_BYTES / Math.max(1, weights));
  }

  private static GraphDef divided(ModelManifest manifest, int parts) {
    Precision precision = manifest.isBfloat16() ? Precision.BF16 : Precision.F32;
    try (ModelGraph graph = graph(manifest, precision, parts)) {
      return graph.graph().toGraphDef();
    }
  }

  private static ModelGraph graph(ModelManifest manifest, Precision precision, int parts) {
    return ModelGraph.build(
        manifest.encoder(), manifest.processor(), manifest.labels().size(), precision, parts);
  }

  /** What it is; of a model that was loaded in another precision, what it is now. */
  public ModelManifest manifest() {
    return manifest;
  }

  /**
   * The fingerprint of the folder that it was loaded from: not that of its features, if it was
   * loaded in another precision.
   */
  public String storedFingerprint() {
    return storedFingerprint;
  }

  /**
   * Whether a folder holds what this model was loaded from.
   *
   * @param folder the manifest of the folder
   */
  public boolean wasLoadedFrom(ModelManifest folder) {
    return folder.fingerprint().equals(storedFingerprint)
        && folder.revision().equals(manifest.revision());
  }

  /** An image and its embedding, known since the conversion. */
  public KnownEmbedding known() {
    return known;
  }

  /** The outputs that this model has. */
  public Set<Output> outputs() {
    return outputs.keySet();
  }

  /**
   * The shape of an output for one image.
   *
   * @throws IllegalArgumentException if the model does not have this output
   */
  public List<Long> shape(Output output) {
    // The first axis is the batch.
    return info(output).getTensorShape().getDimList().stream()
        .skip(1)
        .map(TensorShapeProto.Dim::getSize)
        .toList();
  }

  /**
   * Computes a batch in one run of the graph.
   *
   * @param inputs at least one
   * @param batchSize how many images the graph is run with, at least as many as there are: the rest
   *     is padding
   * @return for each input the outputs that it asks for, row-major float32
   * @throws IllegalArgumentException if an input is of another size than the model's, or asks for
   *     an output that the model does not have
   * @throws TensorFlowException if the run fails
   */
  public List<ImageOutputs> run(List<ModelInput> inputs, int batchSize) {
    return run(inputs, batchSize, session.runner(), input, output -> info(output).getName());
  }

  /**
   * Whether {@link #runDivided} can be called: whether this model was loaded for several runs at
   * once, so that one alone would leave cores idle, and is not so large that this would cost more
   * than a gigabyte.
   */
  public boolean dividesImages() {
    return dividesImages;
  }

  /**
   * The same as {@link #run}, for when nothing else is run: the tokens of each image are divided
   * among the cores, which meet once in each block instead of at each operation. The features are
   * the same but for rounding.
   */
  public List<ImageOutputs> runDivided(List<ModelInput> inputs, int batchSize) {
    if (!dividesImages) {
      throw new IllegalStateException(
          "this model is too large to divide images, or was loaded for one run at a time");
    }
    return run(
        inputs,
        batchSize,
        session.runnerSideBySide(),
        DIVIDED + "/" + ModelGraph.INPUT,
        output -> DIVIDED + "/" + output.signatureName());
  }

  private List<ImageOutputs> run(
      List<ModelInput> inputs,
      int batchSize,
      Session.Runner runner,
      String input,
      Function<Output, String> nameOf) {
    inputs.forEach(one -> one.outputs().forEach(this::info));
    // All of them, always: TensorFlow prepares each set of outputs by itself, with weights packed
    // once more, and what an output costs beside the encoder is next to nothing.
    List<Output> fetched = List.copyOf(outputs());
    try (TUint8 batch = BatchTensors.of(inputs, batchSize, manifest.processor().image())) {
      runner.feed(input, batch);
      fetched.forEach(output -> runner.fetch(nameOf.apply(output)));
      try (Result result = runner.run()) {
        return BatchTensors.split(inputs, fetched, result);
      }
    }
  }

  private TensorInfo info(Output output) {
    TensorInfo info = outputs.get(output);
    if (info == null) {
      throw new IllegalArgumentException(
          "this model has no output %s; it has %s".formatted(output, outputs.keySet()));
    }
    return info;
  }

  @Override
  public void close() {
    session.close();
  }
}
