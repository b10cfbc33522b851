package dev.ijepa.models.image.pnm;

import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;

/** Reads the samples of a PNM one behind the other. */
abstract class PnmSamples {
  /** The next sample, from 0 to the header's largest; one of bytes may be larger. */
  abstract int next() throws ImageException;

  /** To be called behind each row. */
  void endRow() {}

  /** To be called behind the last sample. */
  void end() throws ImageException {}

  static PnmSamples of(FileBytes bytes, PnmHeader header) {
    if (header.kind() == 1) {
      return new Digits(bytes, header.pixels());
    }
    if (header.kind() == 4) {
      return new Bits(bytes, header.pixels());
    }
    return header.isText()
        ? new Numbers(bytes, header.pixels(), header.maximum())
        : new Bytes(bytes, header.pixels(), header.maximum() > 255);
  }

  /** Samples of one byte, or of two. */
  private static final class Bytes extends PnmSamples {
    private final FileBytes bytes;
    private final boolean wide;
    private int at;

    Bytes(FileBytes bytes, int at, boolean wide) {
      this.bytes = bytes;
      this.at = at;
      this.wide = wide;
    }

    @Override
    int next() throws ImageException {
      int sample = wide ? bytes.u16(at) : bytes.u8(at);
      at += wide ? 2 : 1;
      return sample;
    }
  }

  /** Samples of one bit, in rows of whole bytes. */
  private static final class Bits extends PnmSamples {
    private final FileBytes bytes;
    private int at;
    private int bit = 8;

    Bits(FileBytes bytes, int at) {
      this.bytes = bytes;
      this.at = at;
    }

    @Override
    int next() throws ImageException {
      if (bit == 0) {
        at++;
        bit = 8;
      }
      return bytes.u8(at) >> --bit & 1;
    }

    @Override
    void endRow() {
      at++;
      bit = 8;
    }
  }

  /** Text, of which comments are left out: they may even be within a number. */
  private abstract static class Text extends PnmSamples {
    private static final int END = -1;

    private final FileBytes bytes;
    private int at;

    Text(FileBytes bytes, int at) {
      this.bytes = bytes;
      this.at = at;
    }

    /** The next character, or {@link #END}. */
    int character() throws ImageException {
      boolean comment = false;
      while (at < bytes.length()) {
        int character = bytes.u8(at++);
        if (comment) {
          comment = character != '\n' && character != '\r';
        } else if (character == '#') {
          comment = true;
        } else {
          return character;
        }
      }
      return END;
    }

    /** The next character that is no space, or {@link #END}. */
    int solid() throws ImageException {
      int character = character();
      while (PnmHeader.isSpace(character)) {
        character = character();
      }
      return character;
    }

    static boolean isEnd(int character) {
      return character == END;
    }
  }

  /** Single digits, 0 or 1. Behind them there may be more, but nothing else. */
  private static final class Digits extends Text {
    Digits(FileBytes bytes, int at) {
      super(bytes, at);
    }

    @Override
    int next() throws ImageException {
      int digit = solid();
      if (digit != '0' && digit != '1') {
        throw PnmHeader.corrupt(isEnd(digit) ? "it has too few samples" : "it has no bits");
      }
      return digit - '0';
    }

    @Override
    void end() throws ImageException {
      for (int digit = solid(); !isEnd(digit); digit = solid()) {
        if (digit != '0' && digit != '1') {
          throw PnmHeader.corrupt("it has no bits");
        }
      }
    }
  }

  /** Numbers that white space divides. */
  private static final class Numbers extends Text {
    private static final int MAX_DIGITS = 10;

    private final int maximum;

    Numbers(FileBytes bytes, int at, int maximum) {
      super(bytes, at);
      this.maximum = maximum;
    }

    @Override
    int next() throws ImageException {
      long number = 0;
      int length = 0;
      for (int c = solid(); !isEnd(c) && !PnmHeader.isSpace(c); c = character()) {
        boolean sign = c == '+' && length == 0;
        length++;
        if (length > MAX_DIGITS || (!sign && (c < '0' || c > '9'))) {
          throw PnmHeader.corrupt("it has a sample that is no number of at most 10 digits");
        }
        number = sign ? 0 : number * 10 + c - '0';
      }
      if (length == 0) {
        throw PnmHeader.corrupt("it has too few samples");
      }
      if (number > maximum) {
        throw PnmHeader.corrupt("it has a sample of %d, over %d".formatted(number, maximum));
      }
      return (int) number;
    }
  }
}
