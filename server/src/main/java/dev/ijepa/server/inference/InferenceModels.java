package dev.ijepa.server.inference;

import dev.ijepa.models.savedmodel.ModelManifest;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.features.ModelIdentity;
import dev.ijepa.server.features.OutputSelection;
import dev.ijepa.server.health.ServerHealth;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.observability.BuildVersion;
import dev.ijepa.server.session.SessionOptions;
import dev.ijepa.server.session.Sessions;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The models as this protocol describes them. */
public final class InferenceModels {
  /** What computes all of them, by the name that Triton has for it. */
  public static final String PLATFORM = "tensorflow_savedmodel";

  /** What the server calls itself. */
  public static final String SERVER = "ijepa-server";

  /** The extensions of the protocol that the server has, by Triton's names. */
  public static final List<String> EXTENSIONS =
      List.of("classification", "model_configuration", "model_repository(index)", "statistics");

  private static final long ANY = -1;

  private final ModelCatalog catalog;
  private final ServerHealth health;
  private final Sessions sessions;
  private final SessionOptions options;
  private final InferenceStatistics statistics;

  @Inject
  InferenceModels(
      ModelCatalog catalog,
      ServerHealth health,
      Sessions sessions,
      SessionOptions options,
      InferenceStatistics statistics) {
    this.catalog = catalog;
    this.health = health;
    this.sessions = sessions;
    this.options = options;
    this.statistics = statistics;
  }

  /**
   * The model that a request names.
   *
   * @param name empty means the server's default
   * @param version empty means the one that is served
   * @throws FailedException with MODEL_UNKNOWN, if there is none; the message says which there are
   */
  ServedModel find(String name, String version) throws FailedException {
    ServedModel model = catalog.find(name);
    String served = ModelVersion.of(ModelIdentity.of(model));
    if (!version.isEmpty() && !version.equals(served)) {
      throw new FailedException(
          Reason.MODEL_UNKNOWN,
          "model '%s' is not served in version '%s'; it is in version '%s'"
              .formatted(model.name(), InferParameters.abbreviated(version), served));
    }
    return model;
  }

  /** Whether the server takes requests: all models compute, and it does not shut down. */
  public boolean isServerReady() {
    return health.isHealthy() && !sessions.isDraining();
  }

  /**
   * Whether a model computes.
   *
   * @throws FailedException with MODEL_UNKNOWN, if there is none of that name and version
   */
  public boolean isReady(String name, String version) throws FailedException {
    ServedModel model = find(name, version);
    return !sessions.isDraining() && fault(model.name()).isEmpty();
  }

  /** What is wrong with a model that is served; empty if it computes. */
  public String fault(String name) {
    return String.join("; ", health.faultsByModel().getOrDefault(name, List.of()));
  }

  /**
   * The model of that name and version; or, if the name is empty, all that are served, sorted by
   * name.
   *
   * @throws FailedException with MODEL_UNKNOWN, if there is none of that name and version
   */
  public List<ModelIdentity> named(String name, String version) throws FailedException {
    return name.isEmpty()
        ? catalog.models().stream().map(ModelIdentity::of).toList()
        : List.of(ModelIdentity.of(find(name, version)));
  }

  /** The version of the server. */
  public static String serverVersion() {
    return BuildVersion.text();
  }

  /**
   * Describes a model.
   *
   * @throws FailedException with MODEL_UNKNOWN, if there is none of that name and version
   */
  public ModelMetadata metadata(String name, String version) throws FailedException {
    ServedModel model = find(name, version);
    return new ModelMetadata(
        model.name(),
        ModelVersion.of(ModelIdentity.of(model)),
        PLATFORM,
        List.of(
            TensorSpec.of(ImageInputs.IMAGE, Datatype.BYTES, List.of(1L)),
            TensorSpec.of(ImageInputs.PIXELS, Datatype.UINT8, List.of(ANY, ANY, 3L))),
        outputs(model),
        options.maxImagesPerRequest,
        properties(model.manifest()));
  }

  /** Counts of the requests for a model that is served. */
  public ModelStatistics statistics(String name) {
    return statistics.of(name).read();
  }

  private static List<TensorSpec> outputs(ServedModel model) {
    List<TensorSpec> outputs = new ArrayList<>();
    for (OutputSelection output : OutputNames.featuresOf(model)) {
      outputs.add(TensorSpec.of(output.key(), Datatype.FP32, model.model().shape(output.source())));
    }
    if (model.hasHead()) {
      outputs.add(
          TensorSpec.of(
              OutputNames.LOGITS,
              Datatype.FP32,
              List.of((long) model.heads().get(0).labels().size())));
      outputs.add(TensorSpec.of(OutputNames.CLASSES, Datatype.BYTES, List.of(ANY)));
    }
    return outputs;
  }

  private static SortedMap<String, String> properties(ModelManifest manifest) {
    SortedMap<String, String> properties = new TreeMap<>();
    properties.put("fingerprint", manifest.fingerprint());
    properties.put("revision", manifest.revision());
    properties.put("license", manifest.license());
    properties.put("source", manifest.source());
    return properties;
  }
}
