package dev.ijepa.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.client.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyWriterTest {

  @Test
  void rowsAreReadBackWithTheirNumberInTheHeader(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("rows.npy");

    try (NpyWriter writer = NpyWriter.create(file, NpyType.FLOAT32)) {
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

    try (NpyWriter writer = NpyWriter.create(file, NpyType.FLOAT32)) {
      writer.append(List.of(2, 3), floats(1, 2, 3, 4, 5, 6));
    }

    assertThat(NpyFile.read(file).header()).contains("'shape': (1, 2, 3,)");
  }

  @Test
  void noRowsAreAnEmptyArray(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("none.npy");

    NpyWriter.create(file, NpyType.FLOAT32).close();

    assertThat(NpyFile.read(file).header()).contains("'shape': (0,)");
    assertThat(NpyFile.read(file).values()).isEmpty();
  }

  @Test
  void aRowOfAnotherShapeIsRefused(@TempDir Path folder) throws IOException {
    try (NpyWriter writer = NpyWriter.create(folder.resolve("rows.npy"), NpyType.FLOAT32)) {
      writer.append(List.of(2), floats(1f, 2f));

      assertThatThrownBy(() -> writer.append(List.of(1), floats(1f)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("[1]");
    }
  }

  @Test
  void aRowMayBeOneNumber(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("scales.npy");
    try (NpyWriter writer = NpyWriter.create(file, NpyType.FLOAT32)) {
      writer.append(List.of(), floats(0.5f));
      writer.append(List.of(), floats(2f));
    }

    assertThat(NpyWriter.rowsIn(file, NpyType.FLOAT32)).isEqualTo(2);
    try (NpyWriter writer = NpyWriter.resume(file, NpyType.FLOAT32, 1)) {
      writer.append(List.of(), floats(3f));
    }

    assertThat(NpyFile.read(file).header()).contains("'shape': (2,)");
    assertThat(NpyFile.read(file).values()).containsExactly(0.5f, 3f);
  }

  @Test
  void aFileOfAnotherTypeIsNotGoneOnWith(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("rows.npy");
    NpyWriter.create(file, NpyType.FLOAT32).close();

    assertThatThrownBy(() -> NpyWriter.resume(file, NpyType.of(ElementType.F16), 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not written");
  }

  private static ByteBuffer floats(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes;
  }
}
