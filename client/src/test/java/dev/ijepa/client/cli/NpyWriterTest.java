package dev.ijepa.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyWriterTest {

  @Test
  void rowsAreReadBackWithTheirNumberInTheHeader(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("rows.npy");

    try (NpyWriter writer = NpyWriter.create(file)) {
      assertThat(writer.append(List.of(2), floats(1f, 2f))).isEqualTo(0);
      assertThat(writer.append(List.of(2), floats(3f, -4.5f))).isEqualTo(1);
      assertThat(writer.append(List.of(2), floats(5f, 6f))).isEqualTo(2);
    }

    NpyFile read = NpyFile.read(file);
    assertThat(read.header())
        .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2,), }")
        .endsWith("\n")
        // NumPy asks that the data begin at a multiple of 64.
        .hasSize(128 - 10);
    assertThat(read.values()).containsExactly(1f, 2f, 3f, -4.5f, 5f, 6f);
  }

  @Test
  void rowsMayHaveMoreAxes(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("tokens.npy");

    try (NpyWriter writer = NpyWriter.create(file)) {
      writer.append(List.of(2, 3), floats(1, 2, 3, 4, 5, 6));
    }

    assertThat(NpyFile.read(file).header()).contains("'shape': (1, 2, 3,)");
  }

  @Test
  void noRowsAreAnEmptyArray(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("none.npy");

    NpyWriter.create(file).close();

    assertThat(NpyFile.read(file).header()).contains("'shape': (0,)");
    assertThat(NpyFile.read(file).values()).isEmpty();
  }

  @Test
  void aRowOfAnotherShapeIsRefused(@TempDir Path folder) throws IOException {
    try (NpyWriter writer = NpyWriter.create(folder.resolve("rows.npy"))) {
      writer.append(List.of(2), floats(1f, 2f));

      assertThatThrownBy(() -> writer.append(List.of(1), floats(1f)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("[1]");
    }
  }

  private static FloatBuffer floats(float... values) {
    return FloatBuffer.wrap(values);
  }
}
