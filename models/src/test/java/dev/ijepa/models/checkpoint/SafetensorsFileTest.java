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
          {"a": {"dtype": "F32", "shape": [3], "data_offsets": [0, 12]}}   | 'a'.*outside the 8 that the file holds; if a download was cut off
          {"a": {"dtype": "F32", "shape": [1], "data_offsets": [-4, 0]}}   | 'a'.*outside the 8
          {"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}}    | 'a'.*hole
          {"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}, "b": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}} | tensors overlap
          {"a": {"dtype": "F32", "shape": [-2], "data_offsets": [0, 8]}}   | 'a'.*shape must hold sizes, not -2
          {"a": {"dtype": "F32", "shape": [1.5], "data_offsets": [0, 8]}}  | 'a'.*shape must hold sizes, not 1.5
          {"a": {"dtype": "F32", "shape": [4611686018427387904, 4], "data_offsets": [0, 8]}} | 'a'.*larger than any file
          {"a": {"dtype": "F32", "shape": [2]}}                            | 'a'.*data_offsets must be two integers
          {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}, "a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}} | the key 'a' twice
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
  void tensorsOfTypesThatWeightsCanNotHaveArePassedOver() throws IOException {
    Path file =
        write(
            """
            {"ids": {"dtype": "I64", "shape": [1], "data_offsets": [0, 8]},
             "tiny": {"dtype": "F4", "shape": [6], "data_offsets": [8, 11]}}
            """,
            11);

    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      assertThat(opened.tensors()).extracting(StoredTensor::dtype).containsExactly("I64", "F4");
      assertThat(opened.tensors()).allMatch(tensor -> tensor.type().isEmpty());
    }
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          version https://git-lfs.github.com/spec/v1\\noid sha256:abc | it is a git-lfs pointer, not the file itself; run 'git lfs pull'
          <!DOCTYPE html>\\n<html>                                   | it is a web page; download the file again
          \\n <HTML><body>                                           | it is a web page
          <?xml version="1.0"?><Error>                              | it is an XML document
          PK\\3\\4\\24\\0\\0\\b\\b\\0                                         | it is a zip archive, as torch.save writes; rename it to pytorch_model.bin
          \\200\\2}q\\0(X\\b\\0                                            | it is a Python pickle; rename it
          \\37\\213\\b\\0\\0\\0\\0\\0\\0\\3                                      | it is gzip data; unpack it
          \\211HDF\\r\\n\\32\\n\\0                                         | it is an HDF5 file
          GGUF\\3\\0\\0\\0\\0\\0                                          | it is a GGUF file
          {"error": "not found"}                                   | it gives its header
          short                                                    | it has only 5 bytes
          ''                                                       | it is empty
          """)
  void aFileOfAnotherKindIsNamed(String escaped, String message) throws IOException {
    byte[] content = escaped.translateEscapes().getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(folder.resolve("model.safetensors"), content);

    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("model.safetensors is no safetensors file: " + message);
  }

  @Test
  void aHeaderAsLongAsAnotherKindBeginsIsRead() throws IOException {
    // 0x8b1f bytes: the two that gzip data begins with.
    String header = "{\"__metadata__\": {\"a\": \"" + "x".repeat(0x8b1f - 28) + "\"}}";
    Path file = write(header + " ".repeat(0x8b1f - header.length()) + "\n", 0);

    assertThat(header.length()).isLessThanOrEqualTo(0x8b1f);
    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      assertThat(opened.tensors()).isEmpty();
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
