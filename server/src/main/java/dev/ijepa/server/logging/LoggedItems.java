package dev.ijepa.server.logging;

import com.google.common.base.Ticker;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemOutcome.Failed;
import dev.ijepa.server.item.Priority;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a line to the access log for each item that has its outcome. */
final class LoggedItems implements ItemObserver.Factory {
  private static final Logger log = LoggerFactory.getLogger(LogKeys.ACCESS);
  private static final double NANOS_PER_MILLI = 1e6;

  private final Ticker ticker;

  LoggedItems(Ticker ticker) {
    this.ticker = ticker;
  }

  @Override
  public ItemObserver observe(String model, Caller caller, Priority priority) {
    long start = ticker.read();
    return new ItemObserver() {
      @Override
      public void finished(ItemOutcome outcome) {
        write(model, caller.name(), text(outcome), (ticker.read() - start) / NANOS_PER_MILLI);
      }
    };
  }

  private static String text(ItemOutcome outcome) {
    return outcome instanceof Failed failed ? failed.failure().reason().label() : "ok";
  }

  private static void write(String model, String client, String outcome, double millis) {
    log.atInfo()
        .setMessage("{} item of model '{}' {} in {} ms")
        .addArgument(client)
        .addArgument(model)
        .addArgument(outcome)
        .addArgument(() -> "%.1f".formatted(millis))
        .addKeyValue(LogKeys.CLIENT, client)
        .addKeyValue(LogKeys.MODEL, model)
        .addKeyValue("outcome", outcome)
        .addKeyValue("duration_ms", millis)
        .log();
  }
}
