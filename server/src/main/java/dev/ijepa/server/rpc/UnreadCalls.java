package dev.ijepa.server.rpc;

import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.pipeline.Admission;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls that may have unread answers, so that they can be ended where they are in the way. */
public final class UnreadCalls {
  private static final Logger log = LoggerFactory.getLogger(UnreadCalls.class);

  /** Who does not read for so long is ended, if what is unread is in the others' way. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Failure NOT_READ =
      new Failure(
          Reason.SERVER_BUSY,
          "responses were not read for %d s, and others need the memory that they take"
              .formatted(PATIENCE.toSeconds()));

  private final Admission admission;
  private final Set<UnreadCall> calls = ConcurrentHashMap.newKeySet();

  @Inject
  UnreadCalls(Admission admission) {
    this.admission = admission;
  }

  void add(UnreadCall call) {
    calls.add(call);
  }

  void remove(UnreadCall call) {
    calls.remove(call);
  }

  /**
   * Where room in the budget is short, ends the calls whose clients do not read their responses. To
   * be called every second or so.
   */
  public void endStalled() {
    if (!admission.isCrowded()) {
      return;
    }
    List<UnreadCall> stalled = calls.stream().filter(call -> call.isStalled(PATIENCE)).toList();
    if (!stalled.isEmpty()) {
      log.warn(
          "Calls whose clients have not read their responses for {} are ended: {}",
          PATIENCE,
          stalled.size());
    }
    stalled.forEach(call -> call.abort(NOT_READ));
  }
}
