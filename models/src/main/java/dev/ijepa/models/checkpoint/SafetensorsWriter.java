package dev.ijepa.models.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** Writes a safetensors file: its header, then one tensor after the other. */
final class SafetensorsWriter implements Closeable {
  private static final int ALIGNMENT = 8;

  /** So many values are converted at once. */
  private static final int PIECE = 1 << 20;

  private final FileChannel channel;

  private SafetensorsWriter(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * What a tensor is.
   *
   * @param dtype the type of its elements, by the format's name
   * @param shape the size of each axis, outermost first
   * @param byteSize number of its bytes
   */
  record Entry(String name, String dtype, List<Long> shape, long byteSize) {}

  /**
   * Creates or replaces a file.
   *
   * @param tensors in the order that {@link #write} is given their bytes in
   * @param metadata texts about the file; none are written if it is empty
   */
  static SafetensorsWriter create(Path file, List<Entry> tensors, Map<String, String> metadata)
      throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    SafetensorsWriter writer = new SafetensorsWriter(channel);
    try {
      writer.write(header(tensors, metadata));
      return writer;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static ByteBuffer header(List<Entry> tensors, Map<String, String> metadata) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    if (!metadata.isEmpty()) {
      metadata.forEach(json.putObject("__metadata__")::put);
    }
    long offset = 0;
    for (Entry entry : tensors) {
      ObjectNode tensor = json.putObject(entry.name).put("dtype", entry.dtype);
      entry.shape.forEach(tensor.withArray("shape")::add);
      long end = offset + entry.byteSize;
      tensor.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
    int padding = -text.length & (ALIGNMENT - 1);
    return ByteBuffer.allocate(Long.BYTES + text.length + padding)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length + padding)
        .put(text)
        .put(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII))
        .flip();
  }

  /** Writes the bytes of the next tensor, little-endian, row-major. */
  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Writes the values of the next tensor. */
  void write(float[] values) throws IOException {
    // In pieces: the bytes of one array may be more than an array can hold.
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.min(PIECE, values.length) * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int done = 0; done < values.length; done += PIECE) {
      int count = Math.min(PIECE, values.length - done);
      bytes.clear().asFloatBuffer().put(values, done, count);
      write(bytes.limit(count * Float.BYTES));
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
