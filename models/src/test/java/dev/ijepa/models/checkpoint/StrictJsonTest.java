package dev.ijepa.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictJsonTest {
  @TempDir private Path folder;

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a": 1, "a": 2}    | Duplicate field 'a'
          {"a": 1} {"b": 2}   | Trailing token
          {"a": NaN}          | Non-standard token 'NaN'
          {"a": 1             | Unexpected end-of-input
          [1, 2]              | must hold a JSON object
          `` | must hold a JSON object
          """)
  void whatIsNoPlainObjectIsRefused(String json, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("config.json"), json);

    assertThatThrownBy(() -> StrictJson.readObject(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("config.json")
        .hasMessageContaining(message);
  }

  @Test
  void nestingIsBounded() throws IOException {
    String json = "{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}";
    Path file = Files.writeString(folder.resolve("config.json"), json);

    assertThatThrownBy(() -> StrictJson.readObject(file))
        .hasMessageContaining("nesting depth (33) exceeds the maximum allowed (32");
  }

  @Test
  void aHugeFileIsRefusedUnread() throws IOException {
    Path file = sparse("config.json", 1L << 40);

    assertThatThrownBy(() -> StrictJson.readObject(file))
        .hasMessageContaining("has 1,099,511,627,776 bytes; at most 67,108,864 are accepted");
  }

  @Test
  void aHugeHeaderOfWeightsIsRefusedUnread() throws IOException {
    Path file = sparse("model.safetensors", 1L << 40);
    try (RandomAccessFile weights = new RandomAccessFile(file.toFile(), "rw")) {
      weights.writeLong(Long.reverseBytes(100_000_001));
    }

    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .hasMessageContaining("gives its header 100000001 bytes; it may have 2 to 100000000");
  }

  private Path sparse(String name, long size) throws IOException {
    Path file = folder.resolve(name);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(size);
    }
    return file;
  }
}
