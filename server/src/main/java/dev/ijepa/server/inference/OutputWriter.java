package dev.ijepa.server.inference;

import dev.ijepa.models.FloatBytes;
import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.features.FeatureResult.Feature;
import dev.ijepa.server.features.FeatureResult.ScoredClass;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes one output of a response from the results of its images. */
sealed interface OutputWriter {
  /** The output of all images. */
  OutputTensor write(List<FeatureResult> results);

  /**
   * An output of the encoder.
   *
   * @param index of the output in the query
   */
  record Features(String name, int index, Datatype datatype) implements OutputWriter {
    @Override
    public OutputTensor write(List<FeatureResult> results) {
      List<Feature> features = results.stream().map(result -> result.outputs().get(index)).toList();
      return floats(
          name, datatype, features.get(0).shape(), features.stream().map(Feature::values).toList());
    }
  }

  /**
   * What a head computed for each class.
   *
   * @param head its index in the query
   */
  record Logits(String name, int head, Datatype datatype) implements OutputWriter {
    @Override
    public OutputTensor write(List<FeatureResult> results) {
      List<float[]> logits =
          results.stream().map(result -> byIndex(result.heads().get(head).classes())).toList();
      return floats(name, datatype, List.of((long) logits.get(0).length), logits);
    }

    private static float[] byIndex(List<ScoredClass> classes) {
      float[] logits = new float[classes.size()];
      classes.forEach(scored -> logits[scored.index()] = scored.logit());
      return logits;
    }
  }

  /**
   * The classes of a head in the text of Triton's classification extension: {@code
   * value:index:label}.
   *
   * @param head its index in the query
   * @param most how many classes; 0 means all
   * @param ofLogits whether the value is the logit, not the score
   */
  record Classes(String name, int head, long most, boolean ofLogits) implements OutputWriter {
    @Override
    public OutputTensor write(List<FeatureResult> results) {
      List<byte[]> texts = new ArrayList<>();
      for (FeatureResult result : results) {
        List<ScoredClass> classes = result.heads().get(head).classes();
        long count = most == 0 ? classes.size() : Math.min(most, classes.size());
        classes.stream().limit(count).forEach(scored -> texts.add(text(scored)));
      }
      long each = texts.size() / results.size();
      return new OutputTensor(
          name, Datatype.BYTES, List.of((long) results.size(), each), prefixed(texts));
    }

    private byte[] text(ScoredClass scored) {
      return String.format(
              Locale.ROOT,
              "%f:%d:%s",
              ofLogits ? scored.logit() : scored.score(),
              scored.index(),
              scored.label())
          .getBytes(StandardCharsets.UTF_8);
    }

    private static ByteBuffer prefixed(List<byte[]> texts) {
      int size = texts.stream().mapToInt(text -> Integer.BYTES + text.length).sum();
      ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
      texts.forEach(text -> bytes.putInt(text.length).put(text));
      return bytes.flip();
    }
  }

  private static OutputTensor floats(
      String name, Datatype datatype, List<Long> shape, List<float[]> rows) {
    List<Long> all = new ArrayList<>();
    all.add((long) rows.size());
    all.addAll(shape);
    return new OutputTensor(name, datatype, all, FloatBytes.littleEndian(rows, format(datatype)));
  }

  private static FloatBytes.Format format(Datatype datatype) {
    return switch (datatype) {
      case FP32 -> FloatBytes.Format.F32;
      case FP16 -> FloatBytes.Format.F16;
      case BF16 -> FloatBytes.Format.BF16;
      case BYTES, UINT8 -> throw new IllegalArgumentException("no features are " + datatype);
    };
  }
}
