package dev.ijepa.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {
  @TempDir private Path folder;

  @Test
  void tensorsAreFoundInTheOrderOfTheirBytes() throws IOException {
    Path file =
        write(
            """
            {"__metadata__": {"format": "pt"},
             "b": {"dtype": "BF16", "shape": [2], "data_offsets": [8, 12]},
             "a": {"dtype": "F32", "shape": [1, 2], "data_offsets": [0, 8]}}
            """,
            12);

    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      assertThat(opened.tensors()).extracting(StoredTensor::name).containsExactly("a", "b");
      assertThat(opened.tensors().get(0).elementCount()).isEqualTo(2);
      assertThat(opened.read(opened.tensors().get(1)).remaining()).isEqualTo(4);
    }
  }

  // One fault each; every message names the tensor and what is the matter with it.
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]}}    | 'a'.*needs 8 bytes, but it has 4
          {"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}    | has \\d+ bytes, but its tensors end at
          {"a": {"dtype": "F32", "shape": [3], "data_offsets": [0, 12]}}   | 'a'.*outside the 8
          {"a": {"dtype": "F32", "shape": [1], "data_offsets": [-4, 0]}}   | 'a'.*outside the 8
          {"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}}    | 'a'.*hole
          {"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}, "b": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}} | tensors overlap
          {"a": {"dtype": "I64", "shape": [1], "data_offsets": [0, 8]}}    | 'a'.*type is "I64".*F64, F32, F16, BF16
          {"a": {"dtype": "F32", "shape": [-2], "data_offsets": [0, 8]}}   | 'a'.*shape must hold sizes, not -2
          {"a": {"dtype": "F32", "shape": [1.5], "data_offsets": [0, 8]}}  | 'a'.*shape must hold sizes, not 1.5
          {"a": {"dtype": "F32", "shape": [4611686018427387904, 4], "data_offsets": [0, 8]}} | 'a'.*larger than any file
          {"a": {"dtype": "F32", "shape": [2]}}                            | 'a'.*data_offsets must be two integers
          {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}, "a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}} | Duplicate
          ["a"]                                                            | must hold a JSON object
          {"a": oops}                                                      | no valid JSON
          """)
  void aFaultyHeaderIsRefused(String header, String message) throws IOException {
    Path file = write(header, 8);

    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(CheckpointException.class)
        .message()
        .containsPattern(message);
  }

  @Test
  void aLengthThatTheFileDoesNotHoldIsRefusedBeforeAnythingIsAllocated() throws IOException {
    Path file = folder.resolve("lying.safetensors");
    for (long length : new long[] {-1, 0, Long.MAX_VALUE, 1L << 40, 100}) {
      Files.write(
          file, ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());

      assertThatThrownBy(() -> SafetensorsFile.open(file))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining(Long.toUnsignedString(length));
    }
  }

  @Test
  void aHeaderOfEndlessDepthIsRefused() throws IOException {
    Path file = write("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}", 8);

    assertThatThrownBy(() -> SafetensorsFile.open(file)).isInstanceOf(CheckpointException.class);
  }

  private Path write(String header, int dataBytes) throws IOException {
    byte[] json = header.strip().getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(Long.BYTES + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(json.length).put(json);
    return Files.write(folder.resolve("test.safetensors"), file.array());
  }
}
