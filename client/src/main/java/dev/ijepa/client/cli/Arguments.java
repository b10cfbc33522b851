package dev.ijepa.client.cli;

import dev.ijepa.client.PathName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The arguments of this process as names (see {@link PathName}). Java decodes them in the encoding
 * of the locale before {@code main} runs, and replaces what does not fit. The system still has the
 * bytes.
 */
final class Arguments {
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
  private static final char REPLACEMENT = '\uFFFD';

  private Arguments() {}

  /**
   * The arguments without loss.
   *
   * @throws IllegalArgumentException if some lost bytes, and they cannot be found
   */
  static String[] restore(String[] decoded) {
    return restore(decoded, commandLine(), LocaleEncoding.isUtf8());
  }

  /**
   * The arguments without loss.
   *
   * @param commandLine the bytes of all arguments of the process, each with a null character after
   *     it; empty if they are not known
   */
  static String[] restore(String[] decoded, byte[] commandLine, boolean isUtf8) {
    boolean isLossless = Arrays.stream(decoded).allMatch(text -> isLossless(text, isUtf8));
    if (isLossless) {
      return decoded;
    }
    List<String> all = split(commandLine);
    int first = all.size() - decoded.length;
    for (int i = 0; i < decoded.length; i++) {
      if (first < 0 || !readable(all.get(first + i)).equals(readable(decoded[i]))) {
        throw new IllegalArgumentException(
            "an argument has characters that Java cannot read in this locale: set LC_ALL=C.UTF-8");
      }
    }
    return all.subList(first, all.size()).toArray(String[]::new);
  }

  private static boolean isLossless(String text, boolean isUtf8) {
    return isUtf8 ? text.indexOf(REPLACEMENT) < 0 : text.chars().allMatch(c -> c < 0x80);
  }

  /** What every locale reads alike. */
  private static String readable(String text) {
    return text.replaceAll("[^\\x00-\\x7F]", "");
  }

  private static byte[] commandLine() {
    try {
      return Files.readAllBytes(COMMAND_LINE);
    } catch (IOException e) {
      // Not every system has it.
      return new byte[0];
    }
  }

  private static List<String> split(byte[] commandLine) {
    List<String> arguments = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < commandLine.length; i++) {
      if (commandLine[i] == 0) {
        arguments.add(PathName.of(Arrays.copyOfRange(commandLine, start, i)));
        start = i + 1;
      }
    }
    return arguments;
  }
}
