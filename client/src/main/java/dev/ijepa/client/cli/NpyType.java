package dev.ijepa.client.cli;

import dev.ijepa.client.ElementType;

/**
 * How NumPy names the elements of an array.
 *
 * @param description the {@code descr} of the header
 * @param bytes the size of an element
 */
record NpyType(String description, int bytes) {
  static final NpyType FLOAT32 = new NpyType("<f4", 4);

  static NpyType of(ElementType type) {
    return switch (type) {
      case F32 -> FLOAT32;
      case F16 -> new NpyType("<f2", 2);
      // NumPy has no bfloat16. Two bytes of no type are what it writes for that of ml_dtypes; taken
      // for numbers by mistake they are an error, where <u2 would be wrong numbers.
      case BF16 -> new NpyType("<V2", 2);
      case INT8 -> new NpyType("|i1", 1);
    };
  }
}
