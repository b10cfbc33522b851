package dev.ijepa.server.rest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;

/**
 * A NumPy file of float32 values, little-endian, written while its reader reads it. Source:
 * numpy/lib/format.py, version 1.0.
 */
final class Npy implements Iterator<ByteBuffer> {
  private static final int VALUES_OF_PIECE = 16 << 10;
  private static final int ALIGNMENT = 64;
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  private final byte[] header;
  private final List<float[]> arrays;
  private boolean begun;
  private int array;
  private int next;

  /**
   * A file.
   *
   * @param shape outermost axis first
   * @param arrays row-major, one after the other; none is empty
   */
  Npy(List<Long> shape, List<float[]> arrays) {
    this.header = header(shape);
    this.arrays = arrays;
  }

  private static byte[] header(List<Long> shape) {
    String axes = shape.stream().map(axis -> axis + ",").collect(Collectors.joining(" ", "(", ")"));
    String text = "{'descr': '<f4', 'fortran_order': False, 'shape': %s, }".formatted(axes);
    int lengths = MAGIC.length + Short.BYTES;
    // The line ends the header, padded so that the values are aligned.
    int padding = ALIGNMENT - (lengths + text.length() + 1) % ALIGNMENT;
    byte[] line = (text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(lengths + line.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) line.length)
        .put(line)
        .array();
  }

  @Override
  public boolean hasNext() {
    return array < arrays.size();
  }

  @Override
  public ByteBuffer next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    float[] values = arrays.get(array);
    int count = Math.min(VALUES_OF_PIECE, values.length - next);
    int headerBytes = begun ? 0 : header.length;
    ByteBuffer piece =
        ByteBuffer.allocate(headerBytes + count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    piece.put(header, 0, headerBytes);
    piece.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values, next, count);
    begun = true;
    next += count;
    if (next == values.length) {
      array++;
      next = 0;
    }
    return piece.rewind();
  }
}
