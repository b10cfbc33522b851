package dev.ijepa.ops.bench;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.image.DecodeMode;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageLimits;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.Resample;
import dev.ijepa.models.preprocessing.ImagePreprocessor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From the bytes of a file to the 224 × 224 pixels of a model, in one thread. The files are those
 * of the folder that the system property {@code ijepa.images} names; {@code ops/bench/images.py}
 * makes them, and times Pillow on them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PreprocessingBenchmark {
  /** The file. */
  @Param({})
  public String file = "";

  private final ImageSpec spec = new ImageSpec(224, 224, Resample.BILINEAR);
  private final ByteBuffer target = ByteBuffer.allocate(spec.byteSize());
  private final ImagePreprocessor preprocessor =
      // Twelve megapixels without compression are larger than a server takes by default.
      new ImagePreprocessor(
          new ImageLimits(64 << 20, ImageLimits.DEFAULT.maxPixels()),
          DecodeMode.EXACT,
          new TensorFlowRuntime(1));
  private ImageSource source = new ImageSource.Encoded(ByteBuffer.allocate(0));

  /** Reads the file. */
  @Setup
  public void read() throws IOException {
    Path path = Path.of(System.getProperty("ijepa.images", ".")).resolve(file);
    source = new ImageSource.Encoded(ByteBuffer.wrap(Files.readAllBytes(path)));
  }

  /** Decodes and resizes it. */
  @Benchmark
  public byte[] preprocess() throws ImageException {
    preprocessor.preprocess(source, spec, target.clear());
    return target.array();
  }

  /** Lets go of the decoders. */
  @TearDown
  public void close() {
    preprocessor.close();
  }
}
