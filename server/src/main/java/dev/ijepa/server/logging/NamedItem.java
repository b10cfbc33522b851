package dev.ijepa.server.logging;

import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.item.ItemScope;
import dev.ijepa.server.item.Priority;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Names the model and the client of an item in the lines that are logged while it is worked on. */
final class NamedItem implements ItemObserver {
  private final String model;
  private final String client;

  NamedItem(String model, Caller caller, Priority priority) {
    this.model = model;
    this.client = caller.name();
  }

  @Override
  public ItemScope enter() {
    String modelBefore = MDC.get(LogKeys.MODEL);
    String clientBefore = MDC.get(LogKeys.CLIENT);
    MDC.put(LogKeys.MODEL, model);
    MDC.put(LogKeys.CLIENT, client);
    return () -> {
      restore(LogKeys.MODEL, modelBefore);
      restore(LogKeys.CLIENT, clientBefore);
    };
  }

  private static void restore(String key, @Nullable String before) {
    if (before == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, before);
    }
  }
}
