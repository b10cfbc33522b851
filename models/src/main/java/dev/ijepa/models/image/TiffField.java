package dev.ijepa.models.image;

import java.util.Arrays;

/**
 * One entry of a directory of a TIFF, or of EXIF, which is one. Its values stay in the file and are
 * read one by one: a file may tell millions of them.
 *
 * @param bytes the file
 * @param type of the values; see {@link TiffType}
 * @param count of the values, at least 1
 * @param at where the first value lies; all of them lie within the file
 */
public record TiffField(FileBytes bytes, int type, long count, long at) {
  /** What {@link #number} gives for a value that is no whole number. */
  public static final long NO_NUMBER = Long.MIN_VALUE;

  /** A value as a whole number; {@link #NO_NUMBER} if it is none. */
  public long number(long index) throws ImageException {
    long place = at + index * TiffType.bytes(type);
    return switch (type) {
      case TiffType.BYTE, TiffType.UNDEFINED -> bytes.u8(place);
      case TiffType.SIGNED_BYTE -> (byte) bytes.u8(place);
      case TiffType.SHORT -> bytes.u16(place);
      case TiffType.SIGNED_SHORT -> (short) bytes.u16(place);
      case TiffType.LONG, TiffType.IFD -> bytes.u32(place);
      case TiffType.SIGNED_LONG -> (int) bytes.u32(place);
      case TiffType.LONG8 -> bytes.u64(place);
      default -> whole(decimal(index));
    };
  }

  /** A value as a number of any kind; NaN if it is none. */
  public double decimal(long index) throws ImageException {
    long place = at + index * TiffType.bytes(type);
    return switch (type) {
      case TiffType.RATIONAL -> (double) bytes.u32(place) / bytes.u32(place + 4);
      case TiffType.SIGNED_RATIONAL -> (double) (int) bytes.u32(place) / (int) bytes.u32(place + 4);
      case TiffType.FLOAT -> Float.intBitsToFloat((int) bytes.u32(place));
      case TiffType.DOUBLE -> Double.longBitsToDouble(bytes.u64(place));
      case TiffType.ASCII -> Double.NaN;
      default -> number(index);
    };
  }

  /** Bytes of all values. */
  public long length() {
    return count * TiffType.bytes(type);
  }

  /** The values as text, one char for each byte. */
  public String text() throws ImageException {
    return bytes.latin1(at, length());
  }

  /** A copy of the bytes of all values. */
  public byte[] copy() {
    return Arrays.copyOfRange(bytes.array(), (int) at, (int) (at + length()));
  }

  private static long whole(double value) {
    return value == Math.rint(value) && Math.abs(value) < Long.MAX_VALUE ? (long) value : NO_NUMBER;
  }
}
