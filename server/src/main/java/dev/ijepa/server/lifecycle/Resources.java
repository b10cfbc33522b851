package dev.ijepa.server.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server closes at its end, also if its start fails half-way: phase by phase, and within a
 * phase the resource that was added last first.
 */
public final class Resources implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Resources.class);

  private final Map<ClosePhase, Deque<AutoCloseable>> open = new EnumMap<>(ClosePhase.class);

  /** Closes a resource in a phase of the end; returns the resource. */
  public synchronized <T extends AutoCloseable> T add(ClosePhase phase, T resource) {
    open.computeIfAbsent(phase, key -> new ArrayDeque<>()).push(resource);
    return resource;
  }

  /** Closes every resource once. A resource that fails to close keeps no other open. */
  @Override
  public void close() {
    AutoCloseable resource;
    while ((resource = next()) != null) {
      try {
        resource.close();
      } catch (Exception | Error e) {
        log.warn("Something could not be closed: {}", Causes.inOneLine(e));
        log.debug("Something could not be closed", e);
      }
    }
  }

  private synchronized @Nullable AutoCloseable next() {
    // The map iterates in the order of the phases.
    for (Deque<AutoCloseable> phase : open.values()) {
      if (!phase.isEmpty()) {
        return phase.pop();
      }
    }
    return null;
  }
}
