package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;

/** What a sample of a TIFF is, and how it becomes eight bits. */
enum SampleFormat {
  /** Fewer than eight bits: the number stays as it is. */
  PACKED,
  BYTE,
  /** Of 12 bits the upper eight; Pillow makes all gray over 255 white. */
  UNSIGNED_12,
  /** Of 16 bits the upper eight; Pillow makes all gray over 255 white. */
  UNSIGNED_16,
  /** Cut to 0 to 255, as Pillow does; so are the following. */
  SIGNED_16,
  INTEGER_32,
  FLOAT_32;

  private static final int UNSIGNED = 1;
  private static final int SIGNED = 2;
  private static final int FLOAT = 3;
  private static final int UNDEFINED = 4;

  /**
   * The format of a file's samples.
   *
   * @throws ImageException UNSUPPORTED_FORMAT, with its name, if it is not accepted
   */
  static SampleFormat of(TiffDirectory directory, int bits) throws ImageException {
    int number = directory.count(TiffTag.SAMPLE_FORMAT, UNSIGNED);
    boolean signed = number == SIGNED;
    if (number == UNSIGNED || number == UNDEFINED || signed) {
      switch (bits) {
        case 1, 2, 4, 12 -> {
          if (!signed) {
            return bits == 12 ? UNSIGNED_12 : PACKED;
          }
        }
        case 8 -> {
          return BYTE;
        }
        case 16 -> {
          return signed ? SIGNED_16 : UNSIGNED_16;
        }
        case 32 -> {
          return INTEGER_32;
        }
        default -> {}
      }
    }
    if (number == FLOAT && bits == 32) {
      return FLOAT_32;
    }
    throw TiffDirectory.unsupported(
        "has %s samples of %d bits; accepted are unsigned ones of 1, 2, 4, 8, 12, 16 and 32 bits,"
                .formatted(name(number), bits)
            + " signed ones of 8, 16 and 32, and floating-point ones of 32");
  }

  private static String name(int number) {
    return switch (number) {
      case UNSIGNED, UNDEFINED -> "unsigned";
      case SIGNED -> "signed";
      case FLOAT -> "floating-point";
      case 5, 6 -> "complex";
      default -> "unknown";
    };
  }

  /**
   * Makes bytes of samples that lie one behind the other.
   *
   * @param from the first byte of the first sample
   * @param bits of a sample
   * @param littleEndian the order of bytes in a sample
   * @param to gets a byte for each sample, so many that it is full
   */
  void narrow(byte[] packed, int from, int bits, boolean littleEndian, byte[] to) {
    switch (this) {
      case PACKED -> narrowPacked(packed, from, bits, to);
      case BYTE -> System.arraycopy(packed, from, to, 0, to.length);
      case UNSIGNED_12 -> narrow12(packed, from, to);
      case UNSIGNED_16 -> narrow16(packed, littleEndian ? from + 1 : from, to);
      default -> narrowWide(packed, from, littleEndian, to);
    }
  }

  private static void narrowPacked(byte[] packed, int from, int bits, byte[] to) {
    int perByte = 8 / bits;
    int mask = (1 << bits) - 1;
    int in = from;
    for (int i = 0; i < to.length; in++) {
      int value = packed[in];
      int count = Math.min(perByte, to.length - i);
      for (int n = 1; n <= count; n++) {
        to[i++] = (byte) ((value >> (8 - n * bits)) & mask);
      }
    }
  }

  private static void narrow12(byte[] packed, int from, byte[] to) {
    for (int i = 0; i < to.length; i++) {
      int at = from + i / 2 * 3;
      // Two samples are three bytes: the upper eight bits of the second lie in two of them.
      to[i] =
          i % 2 == 0 ? packed[at] : (byte) ((packed[at + 1] << 4) | ((packed[at + 2] >> 4) & 0xf));
    }
  }

  private static void narrow16(byte[] packed, int from, byte[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = packed[from + 2 * i];
    }
  }

  private void narrowWide(byte[] packed, int from, boolean littleEndian, byte[] to) {
    int width = this == SIGNED_16 ? 2 : 4;
    for (int i = 0; i < to.length; i++) {
      int value = 0;
      for (int n = 0; n < width; n++) {
        int part = littleEndian ? width - 1 - n : n;
        value = (value << 8) | (packed[from + i * width + part] & 0xff);
      }
      to[i] = (byte) clip(value);
    }
  }

  private int clip(int value) {
    // Java's conversion of a float is that of C for what lies between 0 and 255.
    int number =
        this == SIGNED_16
            ? (short) value
            : this == FLOAT_32 ? (int) Float.intBitsToFloat(value) : value;
    return Math.max(0, Math.min(255, number));
  }
}
