package dev.ijepa.ops.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.ijepa.server.guard.Charge;
import dev.ijepa.server.guard.MessageLimits;
import dev.ijepa.server.guard.MessageReader;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.EmbedOptions;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.Output;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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
import org.openjdk.jmh.annotations.Warmup;

/** A request made of the bytes of its message: bounded, as the server does it, and by protobuf. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class ReadingBenchmark {
  private static final Charge FREE =
      new Charge() {
        @Override
        public void inflate(long bytes) {}

        @Override
        public void objects(long bytes) {}
      };

  private final MessageReader<EmbedImageRequest> reader =
      new MessageReader<>(EmbedImageRequest.getDefaultInstance(), MessageLimits.image(32 << 20));

  /** Bytes of the image. */
  @Param({"16384", "4194304"})
  public int imageBytes;

  private byte[] message = {};

  /** Makes a message up. */
  @Setup
  public void encode() {
    ByteString image = UnsafeByteOperations.unsafeWrap(new byte[imageBytes]);
    message =
        EmbedImageRequest.newBuilder()
            .setModel("a-model")
            .setImage(Image.newBuilder().setEncoded(image))
            .setOptions(EmbedOptions.newBuilder().addOutputs(Output.OUTPUT_EMBEDDING))
            .build()
            .toByteArray();
  }

  @Benchmark
  public EmbedImageRequest bounded() throws FailedException {
    return reader.read(new ByteArrayInputStream(message), message.length, FREE).message();
  }

  @Benchmark
  public EmbedImageRequest protobuf() throws IOException {
    return EmbedImageRequest.parseFrom(new ByteArrayInputStream(message));
  }
}
