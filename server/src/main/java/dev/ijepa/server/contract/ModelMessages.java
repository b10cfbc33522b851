package dev.ijepa.server.contract;

import dev.ijepa.models.checkpoint.EncoderConfig;
import dev.ijepa.models.checkpoint.ProcessorConfig;
import dev.ijepa.models.savedmodel.ModelManifest;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ServedHead;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.features.ModelIdentity;
import dev.ijepa.server.features.OutputSelection;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.v1.Architecture;
import dev.ijepa.v1.ElementType;
import dev.ijepa.v1.GetModelResponse;
import dev.ijepa.v1.Head;
import dev.ijepa.v1.HeadActivation;
import dev.ijepa.v1.HeadKind;
import dev.ijepa.v1.License;
import dev.ijepa.v1.ListModelsResponse;
import dev.ijepa.v1.Model;
import dev.ijepa.v1.OutputSpec;
import dev.ijepa.v1.Processor;
import jakarta.inject.Inject;

/** What the contract says of the models that are loaded. */
public final class ModelMessages {
  private final ModelCatalog catalog;

  @Inject
  public ModelMessages(ModelCatalog catalog) {
    this.catalog = catalog;
  }

  /** All of them. */
  public ListModelsResponse list() {
    ListModelsResponse.Builder response = ListModelsResponse.newBuilder();
    catalog.models().forEach(model -> response.addModels(describe(model)));
    return response.build();
  }

  /**
   * One of them.
   *
   * @param name empty means the server's default
   * @throws FailedException if there is no such model
   */
  public GetModelResponse get(String name) throws FailedException {
    return GetModelResponse.newBuilder().setModel(describe(catalog.find(name))).build();
  }

  private Model describe(ServedModel served) {
    ModelManifest manifest = served.manifest();
    Model.Builder model =
        Model.newBuilder()
            .setVersion(Messages.version(ModelIdentity.of(served)))
            .setIsDefault(served.name().equals(catalog.defaultName()))
            .setArchitecture(architecture(manifest))
            .setProcessor(processor(manifest.processor()))
            .setPrecision(precision(manifest))
            .setLicense(
                License.newBuilder().setId(manifest.license()).setNotice(manifest.licenseNotice()))
            .setSource(manifest.source());
    for (OutputSelection output : OutputNames.of(served)) {
      OutputSpec.Builder spec = OutputSpec.newBuilder().setOutput(OutputNames.wire(output));
      served.model().shape(output.source()).forEach(axis -> spec.addShape(Math.toIntExact(axis)));
      model.addOutputs(spec);
    }
    served.heads().forEach(head -> model.addHeads(head(head)));
    return model.build();
  }

  private static Head head(ServedHead head) {
    Head.Builder described =
        Head.newBuilder()
            .setName(head.name())
            .setKind(kind(head.kind()))
            .setActivation(headActivation(head.activation()))
            .addAllLabels(head.labels())
            .setOutput(input(head))
            .setFingerprint(head.fingerprint())
            .putAllMetrics(head.metrics());
    if (head.rejectAbove() != null) {
      described.setRejectAbove(head.rejectAbove().floatValue());
    }
    return described.build();
  }

  private static HeadKind kind(dev.ijepa.models.head.HeadKind kind) {
    return switch (kind) {
      case LINEAR -> HeadKind.HEAD_KIND_LINEAR;
      case CLASS_MEAN -> HeadKind.HEAD_KIND_CLASS_MEAN;
      case KNN -> HeadKind.HEAD_KIND_KNN;
    };
  }

  private static dev.ijepa.v1.Output input(ServedHead head) {
    return head.source() == dev.ijepa.models.Output.EMBEDDING_LAST4
        ? dev.ijepa.v1.Output.OUTPUT_EMBEDDING_LAST4
        : dev.ijepa.v1.Output.OUTPUT_EMBEDDING;
  }

  private static HeadActivation headActivation(dev.ijepa.models.HeadActivation activation) {
    return switch (activation) {
      case SOFTMAX -> HeadActivation.HEAD_ACTIVATION_SOFTMAX;
      case SIGMOID -> HeadActivation.HEAD_ACTIVATION_SIGMOID;
      case NONE -> HeadActivation.HEAD_ACTIVATION_NONE;
    };
  }

  private static Architecture architecture(ModelManifest manifest) {
    EncoderConfig encoder = manifest.encoder();
    return Architecture.newBuilder()
        .setHiddenSize(encoder.hiddenSize())
        .setNumHiddenLayers(encoder.layers())
        .setNumAttentionHeads(encoder.heads())
        .setIntermediateSize(encoder.intermediateSize())
        .setPatchSize(encoder.patchSize())
        .setGridHeight(encoder.gridHeight())
        .setGridWidth(encoder.gridWidth())
        .setNumParameters(manifest.parameters())
        .build();
  }

  private static Processor processor(ProcessorConfig processor) {
    return Processor.newBuilder()
        .setImageHeight(processor.image().height())
        .setImageWidth(processor.image().width())
        .setResample(processor.image().resample().pillowName())
        .setRescaleFactor(processor.rescaleFactor())
        .addAllMean(processor.mean())
        .addAllStd(processor.std())
        .build();
  }

  private static ElementType precision(ModelManifest manifest) {
    return manifest.precision().equals("bf16")
        ? ElementType.ELEMENT_TYPE_BF16
        : ElementType.ELEMENT_TYPE_F32;
  }
}
