package dev.ijepa.server;

import dev.ijepa.models.HeadActivation;
import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.Output;
import dev.ijepa.models.checkpoint.Activation;
import dev.ijepa.models.checkpoint.EncoderConfig;
import dev.ijepa.models.checkpoint.ProcessorConfig;
import dev.ijepa.models.image.DecodeMode;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.Resample;
import dev.ijepa.models.savedmodel.KnownEmbedding;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.models.savedmodel.ModelManifest;
import dev.ijepa.server.batching.BatchEngine;
import dev.ijepa.server.batching.BatchScheduler;
import dev.ijepa.server.batching.LoadedModel;
import dev.ijepa.server.catalog.Canary;
import dev.ijepa.server.catalog.ServedModel;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model of 4 × 4 pixels and two dimensions that needs no TensorFlow. It computes the same
 * embedding for every image: the one that its canary image should have, until a test says
 * otherwise.
 */
public final class FakeModel implements LoadedModel {
  private static final int SIDE = 4;
  private static final float[] KNOWN = {3, 4};

  private static final ModelManifest MANIFEST =
      new ModelManifest(
          1,
          "0123456789abcdef".repeat(4),
          "f32",
          100,
          new EncoderConfig(
              KNOWN.length, 1, 1, 2, 8, SIDE, SIDE, 2, 2, 2, 1e-6, Activation.GELU, true),
          new ProcessorConfig(
              new ImageSpec(SIDE, SIDE, Resample.BILINEAR),
              1.0 / 255,
              Collections.nCopies(3, 0.5f),
              Collections.nCopies(3, 0.5f)),
          List.of(),
          HeadActivation.SOFTMAX,
          "apache-2.0",
          "",
          "a test");

  private volatile ModelManifest source = MANIFEST;
  private volatile float[] embedding = KNOWN;
  private volatile Optional<float[]> embeddingAlone = Optional.empty();

  /** Computes another embedding from now on. */
  public void compute(float... embedding) {
    this.embedding = embedding;
  }

  /** Has an engine for single images from now on, which computes this embedding. */
  public void computeAlone(float... embedding) {
    embeddingAlone = Optional.of(embedding);
  }

  /** Was loaded from another folder, from now on. */
  public FakeModel from(ModelManifest folder) {
    source = folder;
    return this;
  }

  /** This model as it is served, with its canary. */
  public ServedModel served(String name, BatchScheduler scheduler) {
    return served(name, DecodeMode.EXACT, scheduler);
  }

  /** As above, for images that are decoded in some mode. */
  public ServedModel served(String name, DecodeMode decode, BatchScheduler scheduler) {
    return new ServedModel(name, this, decode, scheduler, Canary.of(this, engine()));
  }

  @Override
  public ModelManifest manifest() {
    return MANIFEST;
  }

  @Override
  public Set<Output> outputs() {
    return Set.of(Output.EMBEDDING);
  }

  @Override
  public List<Long> shape(Output output) {
    return List.of((long) KNOWN.length);
  }

  @Override
  public KnownEmbedding known() {
    return new KnownEmbedding(new byte[manifest().processor().image().byteSize()], KNOWN);
  }

  @Override
  public boolean wasLoadedFrom(ModelManifest folder) {
    return folder.equals(source);
  }

  @Override
  public BatchEngine engine() {
    return new BatchEngine() {
      @Override
      public List<ImageOutputs> run(List<ModelInput> inputs, int batchSize) {
        return outputs(inputs, embedding);
      }

      @Override
      public Optional<BatchEngine> alone() {
        return embeddingAlone.map(alone -> (inputs, batchSize) -> outputs(inputs, alone));
      }
    };
  }

  private static List<ImageOutputs> outputs(List<ModelInput> inputs, float[] embedding) {
    return inputs.stream()
        .map(input -> new ImageOutputs(Map.of(Output.EMBEDDING, embedding.clone())))
        .toList();
  }

  @Override
  public void close() {}
}
