package dev.ijepa.client.cli;

import java.nio.charset.StandardCharsets;

/** The encoding in which Java reads arguments, variables and file names: that of the locale. */
final class LocaleEncoding {
  private LocaleEncoding() {}

  static boolean isUtf8() {
    // There is no other way to ask for it. Absent, it is one that is not of this program's concern.
    String name = System.getProperty("sun.jnu.encoding", "UTF-8");
    return name.equalsIgnoreCase(StandardCharsets.UTF_8.name());
  }
}
