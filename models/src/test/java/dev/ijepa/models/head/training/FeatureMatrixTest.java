package dev.ijepa.models.head.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureMatrixTest {
  private static final int OFFSET = 128;

  @TempDir private Path folder;

  private FeatureMatrix mapped(int rows, int columns) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(OFFSET + rows * columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < rows * columns; i++) {
      bytes.putFloat(OFFSET + i * Float.BYTES, i);
    }
    Path file = Files.write(folder.resolve("rows"), bytes.array());
    try (FileChannel channel = FileChannel.open(file)) {
      return FeatureMatrix.map(channel, OFFSET, rows, columns);
    }
  }

  @Test
  void rowsOfAFileAreThoseOfAnArray() throws IOException {
    FeatureMatrix matrix = mapped(3, 2);

    assertThat(matrix.rows()).isEqualTo(3);
    assertThat(matrix.row(2)).containsExactly(4, 5);
    assertThat(matrix.get(1, 1)).isEqualTo(3);
    assertThat(matrix.mean(new int[] {0, 2})).containsExactly(2, 3);
    assertThat(new FeatureMatrix(2, new float[] {0, 1, 2, 3, 4, 5}).row(2)).containsExactly(4, 5);
  }

  @Test
  void someOfTheRowsAreInTheOrderGiven() throws IOException {
    FeatureMatrix some = mapped(4, 2).only(new int[] {3, 1}).only(new int[] {1, 0, 0});

    assertThat(some.rows()).isEqualTo(3);
    assertThat(some.row(0)).containsExactly(2, 3);
    assertThat(some.row(2)).containsExactly(6, 7);
  }
}
