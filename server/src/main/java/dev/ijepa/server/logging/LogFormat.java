package dev.ijepa.server.logging;

import java.util.Locale;

/** How lines of the log are written. */
public enum LogFormat {
  /** Time, level, class, message: as {@code logback.xml} says. */
  TEXT,

  /** One JSON object a line. */
  JSON;

  /** Writes all lines so from now on. An operator's own Logback configuration keeps its text. */
  public void apply() {
    if (this == JSON) {
      JsonLog.begin();
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
