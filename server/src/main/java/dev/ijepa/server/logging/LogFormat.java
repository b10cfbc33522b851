package dev.ijepa.server.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.Iterator;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/** How lines of the log are written. */
public enum LogFormat {
  /** Time, level, class, message: as {@code logback.xml} says. */
  TEXT,

  /** One JSON object a line. */
  JSON;

  /** Writes all lines so from now on. An operator's own Logback configuration keeps its text. */
  public void apply() {
    if (this == JSON
        && LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      Iterator<Appender<ILoggingEvent>> appenders = root.iteratorForAppenders();
      while (appenders.hasNext()) {
        if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> stream) {
          useJson(stream);
        }
      }
    }
  }

  private static void useJson(OutputStreamAppender<ILoggingEvent> appender) {
    JsonLines encoder = new JsonLines();
    encoder.setContext(appender.getContext());
    encoder.start();
    appender.stop();
    appender.setEncoder(encoder);
    appender.start();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
