package dev.ijepa.ops.bench;

import dev.ijepa.models.Output;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.Resample;
import dev.ijepa.models.savedmodel.BatchTensors;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.server.contract.TensorEncoder;
import dev.ijepa.v1.ElementType;
import dev.ijepa.v1.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.tensorflow.types.TUint8;

/**
 * What is done for each image in Java beside its decoding, in one thread: its place in a batch, and
 * the encoding of its tokens, the largest of the outputs. Sizes of a ViT-H/14.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HotPathBenchmark {
  private static final int BATCH = 8;
  private static final ImageSpec SPEC = new ImageSpec(224, 224, Resample.BILINEAR);
  private static final List<Long> TOKENS = List.of(256L, 1280L);

  /** Decoded images. */
  @State(Scope.Thread)
  public static class Images {
    private final List<ModelInput> inputs =
        Collections.nCopies(
            BATCH, new ModelInput(new byte[SPEC.byteSize()], Set.of(Output.EMBEDDING)));
  }

  /** What a model has computed. */
  @State(Scope.Thread)
  public static class Tokens {
    /** How numbers are sent. */
    @Param({"ELEMENT_TYPE_F32", "ELEMENT_TYPE_F16", "ELEMENT_TYPE_BF16", "ELEMENT_TYPE_INT8"})
    public ElementType type = ElementType.ELEMENT_TYPE_F32;

    private final float[] values =
        new float[Math.toIntExact(TOKENS.stream().reduce(1L, Math::multiplyExact))];

    /** Makes numbers up. */
    @Setup
    public void fill() {
      Random random = new Random(7);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
    }
  }

  /** An image's place in a batch. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long assembleBatch(Images images) {
    try (TUint8 batch = BatchTensors.of(images.inputs, BATCH, SPEC)) {
      return batch.numBytes();
    }
  }

  /** An image's tokens as a message. */
  @Benchmark
  public Tensor encodeTokens(Tokens tokens) {
    return TensorEncoder.encode(tokens.values, TOKENS, tokens.type);
  }
}
