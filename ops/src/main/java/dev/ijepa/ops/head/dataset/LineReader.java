package dev.ijepa.ops.head.dataset;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Lines of a text, none of them longer than a bound. */
final class LineReader {
  private final Reader in;
  private final int mostCharacters;
  private long line;

  /** Begins; the reader should be buffered, and closing it is the caller's. */
  LineReader(Reader in, int mostCharacters) {
    this.in = in;
    this.mostCharacters = mostCharacters;
  }

  /**
   * The next line; null at the end.
   *
   * @throws IOException if it is too long
   */
  @Nullable String next() throws IOException {
    StringBuilder text = new StringBuilder();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    line++;
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (text.length() == mostCharacters) {
        throw new IOException("line " + line + " has more than " + mostCharacters + " characters");
      }
      text.append((char) c);
    }
    return text.toString();
  }

  /** The number of the line that {@link #next} gave last, from 1. */
  long line() {
    return line;
  }
}
