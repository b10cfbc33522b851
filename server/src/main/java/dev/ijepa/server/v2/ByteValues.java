package dev.ijepa.server.v2;

import dev.ijepa.server.guard.Charge;
import dev.ijepa.server.item.FailedException;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/** Numbers of a byte each, without an object for each. */
final class ByteValues extends AbstractList<Integer> implements RandomAccess {
  private static final int FIRST_BYTES = 1 << 10;
  private static final int LARGEST = 255;

  private final Charge charge;
  private byte[] values = {};
  private int size;

  ByteValues(Charge charge) {
    this.charge = charge;
  }

  /** Adds a value. */
  void append(long value) throws FailedException {
    if (value < 0 || value > LARGEST) {
      throw InferReader.invalid("an element is %d, not in 0 to 255".formatted(value));
    }
    if (size == values.length) {
      int more = Math.max(FIRST_BYTES, 2 * size);
      charge.objects(more);
      values = Arrays.copyOf(values, more);
    }
    values[size++] = (byte) value;
  }

  @Override
  public Integer get(int index) {
    if (index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    return values[index] & 0xff;
  }

  @Override
  public int size() {
    return size;
  }
}
