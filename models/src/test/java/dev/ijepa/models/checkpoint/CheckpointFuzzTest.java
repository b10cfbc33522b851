package dev.ijepa.models.checkpoint;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ijepa.models.AllocationLimit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever the bytes are, there is a checkpoint or a {@link CheckpointException}, and it costs
 * little. In ordinary builds on the seeds in the folder {@code CheckpointFuzzTestInputs}; for
 * fuzzing, see CONTRIBUTING.md.
 */
class CheckpointFuzzTest {
  private static final String SEPARATOR = "\n===\n";
  private static final long FAIR_BYTES = 4 << 20;
  private static final long FAIR_BYTES_PER_BYTE = 400;

  @TempDir static Path folder;

  /**
   * The input is text: config.json, preprocessor_config.json, the index of shards, the header of
   * the weights, their bytes, and processor_config.json, with a line {@code ===} between two of
   * them.
   */
  @FuzzTest(maxDuration = "10m")
  void aFolderOfStrangersFiles(byte[] input) throws IOException {
    String[] parts = new String(input, StandardCharsets.ISO_8859_1).split(SEPARATOR, -1);
    write(EncoderConfig.FILE, bytes(parts, 0));
    write(ProcessorConfig.FILE, bytes(parts, 1));
    write(WeightFiles.INDEX, bytes(parts, 2));
    write(WeightFiles.SINGLE, safetensors(bytes(parts, 3), bytes(parts, 4)));
    write("shard.safetensors", safetensors(bytes(parts, 3), bytes(parts, 4)));
    write(ProcessorConfig.NESTED_FILE, bytes(parts, 5));
    if (bytes(parts, 5).length == 0) {
      Files.delete(folder.resolve(ProcessorConfig.NESTED_FILE));
    }
    if (bytes(parts, 2).length > 0) {
      Files.delete(folder.resolve(WeightFiles.SINGLE));
    }

    AllocationLimit.require(fair(input), CheckpointFuzzTest::openCheckpoint);
  }

  private static void openCheckpoint() throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      for (String name : checkpoint.weights().names()) {
        checkpoint.weights().readFloats(name);
      }
    } catch (CheckpointException expected) {
      requireMessage(expected);
    }
  }

  @FuzzTest(maxDuration = "10m")
  void aStrangersSafetensorsFile(byte[] input) throws IOException {
    Path file = write("any.safetensors", input);

    AllocationLimit.require(fair(input), () -> openSafetensors(file));
  }

  private static void openSafetensors(Path file) throws IOException {
    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      for (StoredTensor tensor : opened.tensors()) {
        opened.read(tensor);
      }
    } catch (CheckpointException expected) {
      requireMessage(expected);
    }
  }

  private static long fair(byte[] input) {
    return FAIR_BYTES + FAIR_BYTES_PER_BYTE * input.length;
  }

  private static Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static byte[] bytes(String[] parts, int index) {
    return (index < parts.length ? parts[index] : "").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] safetensors(byte[] header, byte[] data) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .array());
    file.writeBytes(header);
    file.writeBytes(data);
    return file.toByteArray();
  }

  private static void requireMessage(CheckpointException refusal) {
    if (refusal.getMessage() == null || refusal.getMessage().isBlank()) {
      throw new AssertionError("a refusal that says nothing", refusal);
    }
  }
}
