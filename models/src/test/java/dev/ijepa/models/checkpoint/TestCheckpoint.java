package dev.ijepa.models.checkpoint;

import dev.ijepa.models.GoldenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The embedded checkpoint in a folder of its own, to be damaged. */
public final class TestCheckpoint {
  private final Path folder;

  private TestCheckpoint(Path folder) {
    this.folder = folder;
  }

  public static TestCheckpoint in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(GoldenFile.models().resolve("embedded/checkpoint"))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    return new TestCheckpoint(folder);
  }

  public Path folder() {
    return folder;
  }

  /** Changes the text of a file. */
  public void edit(String file, UnaryOperator<String> change) throws IOException {
    Path path = folder.resolve(file);
    String before = Files.readString(path);
    String after = change.apply(before);
    if (after.equals(before)) {
      throw new AssertionError("nothing changed in " + file);
    }
    Files.writeString(path, after);
  }

  /** Changes the header of the weights, keeping the bytes of the tensors. */
  public void editHeader(UnaryOperator<String> change) throws IOException {
    Path path = folder.resolve("model.safetensors");
    byte[] file = Files.readAllBytes(path);
    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    String header = new String(file, Long.BYTES, length, StandardCharsets.UTF_8);
    String changed = change.apply(header);
    if (changed.equals(header)) {
      throw new AssertionError("nothing changed in the header");
    }
    byte[] bytes = changed.getBytes(StandardCharsets.UTF_8);
    ByteBuffer written =
        ByteBuffer.allocate(Long.BYTES + bytes.length + file.length - Long.BYTES - length)
            .order(ByteOrder.LITTLE_ENDIAN);
    written.putLong(bytes.length).put(bytes);
    written.put(file, Long.BYTES + length, file.length - Long.BYTES - length);
    Files.write(path, written.array());
  }

  /** Adds a tensor of zeros behind the others of the weights. */
  public void append(String name, String dtype, String shape, int bytes) throws IOException {
    Path path = folder.resolve("model.safetensors");
    byte[] file = Files.readAllBytes(path);
    long data =
        file.length - Long.BYTES - ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    String entry =
        ",\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}}"
            .formatted(name, dtype, shape, data, data + bytes);
    editHeader(header -> header.stripTrailing().replaceFirst("\\}$", entry));
    Files.write(path, new byte[bytes], StandardOpenOption.APPEND);
  }

  /** Overwrites one float32 of the weights' data. */
  public void pokeFloat(int element, float value) throws IOException {
    Path path = folder.resolve("model.safetensors");
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    file.putFloat((int) (Long.BYTES + file.getLong(0) + (long) element * Float.BYTES), value);
    Files.write(path, file.array());
  }

  /** The index of a tensor's first value among the float32 of the weights' data. */
  public int element(String tensor) throws IOException {
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
      long start = file.tensors().get(0).offset();
      for (StoredTensor stored : file.tensors()) {
        if (stored.name().equals(tensor)) {
          return (int) ((stored.offset() - start) / Float.BYTES);
        }
      }
      throw new AssertionError("there is no tensor " + tensor);
    }
  }
}
