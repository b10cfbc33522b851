package dev.ijepa.ops.e2e;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** What a package says to the operator. */
final class WatchedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger logger;
  private final Queue<String> messages = new ConcurrentLinkedQueue<>();

  WatchedLog(String name) {
    logger = (Logger) LoggerFactory.getLogger(name);
    // Tests log warnings only.
    logger.setLevel(Level.INFO);
    start();
    logger.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    messages.add(event.getFormattedMessage());
  }

  boolean contains(String part) {
    return count(part) > 0;
  }

  /** How often it said something with this part. */
  long count(String part) {
    return messages.stream().filter(message -> message.contains(part)).count();
  }

  /** All that it said, a line each. */
  String text() {
    return String.join("\n", messages);
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setLevel(null);
  }
}
