package dev.ijepa.models.checkpoint;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** One safetensors file: 8 bytes of header length, a JSON header, the tensors' bytes. */
final class SafetensorsFile implements Closeable {
  /** The bound that the reference implementation sets as well. */
  private static final long MAX_HEADER_BYTES = 100_000_000;

  private final FileChannel channel;
  private final Path path;
  private final List<StoredTensor> tensors;

  private SafetensorsFile(FileChannel channel, Path path, List<StoredTensor> tensors) {
    this.channel = channel;
    this.path = path;
    this.tensors = tensors;
  }

  /** Opens a file and checks its header. */
  static SafetensorsFile open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new SafetensorsFile(channel, path, readHeader(channel, path));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static List<StoredTensor> readHeader(FileChannel channel, Path path) throws IOException {
    long size = channel.size();
    byte[] first = new byte[(int) Math.min(size, ForeignFile.FIRST_BYTES)];
    readFully(channel, ByteBuffer.wrap(first), 0);
    long headerBytes = headerBytes(first, path, size);
    ByteBuffer json = ByteBuffer.allocate((int) headerBytes);
    readFully(channel, json, Long.BYTES);
    return new SafetensorsHeader(path.toString(), Long.BYTES + headerBytes, size)
        .parse(json.array());
  }

  private static long headerBytes(byte[] first, Path path, long size) throws CheckpointException {
    if (first.length < Long.BYTES) {
      throw notSafetensors(
          path, first.length == 0 ? "it is empty" : "it has only " + first.length + " bytes");
    }
    long headerBytes = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong();
    Optional<ForeignFile> foreign = ForeignFile.of(first);
    if (foreign.isPresent() && !beginsWithObject(first)) {
      throw notSafetensors(path, "it is " + foreign.get());
    }
    if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES) {
      throw notSafetensors(
          path,
          "it gives its header %s bytes; it may have 2 to %d"
              .formatted(Long.toUnsignedString(headerBytes), MAX_HEADER_BYTES));
    }
    if (headerBytes > size - Long.BYTES) {
      throw notSafetensors(
          path,
          "its header has %d bytes, but the file ends after %d; if a download was cut off, run it again"
              .formatted(headerBytes, size - Long.BYTES));
    }
    return headerBytes;
  }

  /** Any first bytes may be the length of a header, but a header follows them. */
  private static boolean beginsWithObject(byte[] first) {
    return first.length > Long.BYTES && first[Long.BYTES] == '{';
  }

  private static CheckpointException notSafetensors(Path path, String why) {
    return new CheckpointException("%s is no safetensors file: %s".formatted(path, why));
  }

  /** All tensors, in the order of their bytes. */
  List<StoredTensor> tensors() {
    return tensors;
  }

  Path path() {
    return path;
  }

  /** Reads the raw bytes of a tensor of this file, little-endian. */
  ByteBuffer read(StoredTensor tensor) throws IOException {
    if (tensor.byteSize() > Integer.MAX_VALUE - 8) {
      throw new CheckpointException(
          "tensor '%s' of %s has %d bytes; at most 2 GiB are supported"
              .formatted(tensor.name(), path, tensor.byteSize()));
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) tensor.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
    readFully(channel, bytes, tensor.offset());
    return bytes.flip();
  }

  /**
   * Fills a buffer with raw bytes of a tensor of this file.
   *
   * @param from the first of them, counted from the tensor's first byte
   */
  void read(StoredTensor tensor, long from, ByteBuffer target) throws IOException {
    readFully(channel, target, tensor.offset() + from);
  }

  private static void readFully(FileChannel channel, ByteBuffer target, long offset)
      throws IOException {
    long position = offset;
    while (target.hasRemaining()) {
      int read = channel.read(target, position);
      if (read < 0) {
        throw new EOFException("the file ends at byte " + position);
      }
      position += read;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
