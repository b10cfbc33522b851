package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.ijepa.models.GoldenFile;
import dev.ijepa.models.Output;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.Features;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.Pixels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The bundled samples by number, as pixels that the embedded model takes untouched, and what the
 * reference computes for them.
 */
public final class Samples {
  private static final int SIDE = 56;
  private static final double TOLERANCE = 1e-5;
  private static final GoldenFile GOLDEN = golden();
  private static final List<String> NAMES = GOLDEN.images();

  private Samples() {}

  private static GoldenFile golden() {
    try {
      return GoldenFile.read(GoldenFile.EMBEDDED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] pixels(int sample) {
    return GOLDEN.pixels(name(sample));
  }

  public static Image image(int sample) {
    return image(pixels(sample));
  }

  static Image image(byte[] pixels) {
    return Image.newBuilder()
        .setPixels(
            Pixels.newBuilder().setWidth(SIDE).setHeight(SIDE).setRgb(ByteString.copyFrom(pixels)))
        .build();
  }

  public static EmbedImageRequest unary(int sample) {
    return EmbedImageRequest.newBuilder().setImage(image(sample)).build();
  }

  /** Its request_id is the sample's number. */
  public static EmbedRequest.Builder request(int sample) {
    return EmbedRequest.newBuilder().setRequestId(Integer.toString(sample)).setImage(image(sample));
  }

  /** Asserts that these are the features of that sample: its embedding, as float32. */
  public static void assertRight(Features features, int sample) {
    assertThat(GoldenFile.relativeL2(embedding(features), expected(sample)))
        .as("sample %d", sample)
        .isLessThan(TOLERANCE);
  }

  static float[] expected(int sample) {
    return GOLDEN.output(name(sample), Output.EMBEDDING);
  }

  /** The first output. */
  public static float[] embedding(Features features) {
    ByteString data = features.getOutputs(0).getTensor().getData();
    float[] values = new float[data.size() / Float.BYTES];
    data.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  private static String name(int sample) {
    return NAMES.get(sample % NAMES.size());
  }
}
