package dev.ijepa.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
  @TempDir private Path folder;

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a": 1, "a": 2}              | has the key 'a' twice in one object, at line 1
          {"b": {"a": 1, "a": 2}}       | has the key 'a' twice
          {"a": 1} {"b": 2}             | holds more after its JSON object, from line 1, column 10
          {"a": 1} x                    | is no valid JSON at line 1
          {"a": 1                       | is cut off
          {"a": "                       | is cut off
          {"a": 1} // why               | comments, trailing commas, single quotes and text that is not UTF-8 are not allowed
          {"a": 1,}                     | is no valid JSON at line 1
          {'a': 1}                      | is no valid JSON at line 1
          {"a": True}                   | is no valid JSON at line 1
          [1, 2]                        | must hold a JSON object
          5                             | must hold a JSON object
          `` | is empty
          ` ` | must hold a JSON object
          `version https://git-lfs.github.com/spec/v1` | is a git-lfs pointer, not the file itself; run 'git lfs pull'
          <!DOCTYPE html><html></html>  | is a web page
          <html>                        | is a web page
          """)
  void whatIsNoPlainObjectIsRefused(String json, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("config.json"), json);

    assertThatThrownBy(() -> StrictJson.readObject(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("config.json")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
  void whatPythonWritesForNumbersThatAreNotFiniteIsRead(String number) throws IOException {
    Path file = Files.writeString(folder.resolve("config.json"), "{\"a\": [0, " + number + "]}");

    assertThat(StrictJson.readObject(file).path("a").get(1).asDouble())
        .isEqualTo(Double.valueOf(number));
  }

  @Test
  void aByteOrderMarkIsPassedOver() throws IOException {
    Path file = Files.writeString(folder.resolve("config.json"), "\uFEFF{\"a\": 1}");

    assertThat(StrictJson.readObject(file).path("a").asInt()).isEqualTo(1);
  }

  @Test
  void textOfAnotherEncodingIsRefusedInPlainWords() {
    byte[] latin1 = "{\"a\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> StrictJson.parseObject(latin1, "config.json"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("config.json is no valid JSON at line 1");
  }

  @Test
  void numbersAreBounded() {
    byte[] json = ("{\"a\": " + "9".repeat(2000) + "}").getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> StrictJson.parseObject(json, "config.json"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("a number of more than 1,000 digits");
  }

  @Test
  void nestingIsBounded() throws IOException {
    String json = "{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}";
    Path file = Files.writeString(folder.resolve("config.json"), json);

    assertThatThrownBy(() -> StrictJson.readObject(file))
        .hasMessageContaining("is nested deeper than 32 levels");
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
