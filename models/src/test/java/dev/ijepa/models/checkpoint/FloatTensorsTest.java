package dev.ijepa.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.checkpoint.FloatTensors.FloatTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloatTensorsTest {
  @TempDir private Path folder;

  private static float[] counting(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i;
    }
    return values;
  }

  /** Tensors are read and written piece by piece, of which the last is not full. */
  @Test
  void largeTensorsAreReadAsTheyWereWritten() throws IOException {
    Path file = folder.resolve("large.safetensors");
    float[] large = counting(600_000);
    float[] small = counting(3);
    FloatTensors.write(
        file,
        Map.of(
            "large", new FloatTensor(List.of(1000L, 600L), large),
            "small", new FloatTensor(List.of(3L), small)));

    Map<String, FloatTensor> read = FloatTensors.read(file);

    assertThat(read.get("large").shape()).containsExactly(1000L, 600L);
    assertThat(read.get("large").values()).isEqualTo(large);
    assertThat(read.get("small").values()).isEqualTo(small);
    assertThat(FloatTensors.bytesOf(file)).isEqualTo(4 * 600_003L);
  }
}
