package dev.ijepa.ops.head.dataset;

import java.io.IOException;
import java.io.Reader;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lines of a text, none of them longer than a bound. */
final class LineReader {
  private final String source;
  private final Reader in;
  private final int mostCharacters;
  private long line;

  /**
   * Begins. The caller closes the reader, which should be buffered.
   *
   * @param source what errors call the text
   */
  LineReader(String source, Reader in, int mostCharacters) {
    this.source = source;
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
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s, line %d has more than %,d characters",
                source,
                line,
                mostCharacters));
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
