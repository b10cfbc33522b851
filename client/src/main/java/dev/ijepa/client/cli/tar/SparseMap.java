package dev.ijepa.client.cli.tar;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Where the bytes that an archive stores belong in the file: all between is zeros.
 *
 * @param parts in the order of the file, which is that in the archive
 * @param fileBytes the size of the file
 */
public record SparseMap(List<Part> parts, long fileBytes) {

  /**
   * A part that is stored.
   *
   * @param start its place in the file
   * @param bytes its length
   */
  public record Part(long start, long bytes) {}

  /** A file that is stored as a whole. */
  static SparseMap whole(long bytes) {
    return new SparseMap(List.of(new Part(0, bytes)), bytes);
  }

  /**
   * A file of which parts are stored.
   *
   * @param storedBytes how many bytes the archive has of it
   * @throws IOException if the parts overlap, or are more or less than what is stored
   */
  static SparseMap of(List<Part> parts, long fileBytes, long storedBytes) throws IOException {
    long end = 0;
    long stored = 0;
    for (Part part : parts) {
      if (part.start() < end || part.bytes() < 0 || part.bytes() > fileBytes - part.start()) {
        throw new IOException("the map of a sparse file is damaged");
      }
      end = part.start() + part.bytes();
      stored += part.bytes();
    }
    if (stored != storedBytes) {
      throw new IOException("the map of a sparse file is damaged");
    }
    return new SparseMap(List.copyOf(parts), fileBytes);
  }

  /** How many bytes the archive has of the file. */
  long storedBytes() {
    return parts.stream().mapToLong(Part::bytes).sum();
  }

  /**
   * The beginning of the file.
   *
   * @param stored what is stored, from its beginning
   * @param most how many bytes are wanted at most
   */
  byte[] expand(InputStream stored, int most) throws IOException {
    int size = (int) Math.min(most, fileBytes);
    if (parts.size() == 1 && parts.get(0).bytes() == fileBytes) {
      // Grows with what is there: a header can claim any size.
      return stored.readNBytes(size);
    }
    byte[] file = new byte[size];
    for (Part part : parts) {
      if (part.start() < size) {
        int start = (int) part.start();
        stored.readNBytes(file, start, (int) Math.min(part.bytes(), size - start));
      }
    }
    return file;
  }
}
