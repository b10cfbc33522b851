package dev.ijepa.client;

/**
 * How numbers travel. Here they can be read as {@code float}, whichever it was; {@link
 * Tensor#encoded()} has them as they came.
 */
public enum ElementType {
  /** 4 bytes a number: exactly what the model computed. */
  F32,
  /** IEEE half precision, 2 bytes; a magnitude over 65504 becomes infinite. */
  F16,
  /** The upper half of a float, 2 bytes: its range, 8 bits of precision. */
  BF16,
  /** One byte a number and one scale a row, {@link Tensor#scales()}. */
  INT8
}
