package dev.ijepa.server.item;

import dev.ijepa.server.item.Failure.Reason;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;

/**
 * Faults of the server's own. The client hears what failed and an id; the log has the cause under
 * that id. What exceptions say is for the operator: it names files, classes and nodes of a graph,
 * and changes from release to release.
 */
public final class InternalFault {
  private InternalFault() {}

  /**
   * Logs a fault.
   *
   * @param what failed, as the client may know it
   * @return the failure of the items that it concerns
   */
  public static Failure failure(Logger log, String what, Throwable cause) {
    return new Failure(Reason.INFERENCE_FAILED, logged(log, what, cause));
  }

  /** Logs a fault; returns what the client may know of it: what failed, and the id in the log. */
  public static String logged(Logger log, String what, Throwable cause) {
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    log.error("Error id {}: {}", id, what, cause);
    return "%s (error id %s; the server's log tells more under it)".formatted(what, id);
  }
}
