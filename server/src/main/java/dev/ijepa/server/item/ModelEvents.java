package dev.ijepa.server.item;

import org.slf4j.spi.LoggingEventBuilder;

/**
 * Events of the log that are about a model. The key {@link #KEY} names it where the log is JSON;
 * text has the message alone.
 */
public final class ModelEvents {
  public static final String KEY = "model";

  private ModelEvents() {}

  /** Adds the model to an event that is not logged yet. */
  public static LoggingEventBuilder about(String model, LoggingEventBuilder event) {
    return event.addKeyValue(KEY, model);
  }
}
