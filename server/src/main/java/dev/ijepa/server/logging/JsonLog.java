package dev.ijepa.server.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.Iterator;
import org.slf4j.LoggerFactory;

/**
 * Makes Logback write JSON. Only this class and {@link JsonLines} need Logback: whoever starts a
 * server in a process of its own may log by something else, or by nothing, as the demo does.
 */
final class JsonLog {
  private JsonLog() {}

  /** All lines are JSON from now on, if Logback writes them. */
  static void begin() {
    if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
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
}
