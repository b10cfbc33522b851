package dev.ijepa.server.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must be closed at the end, the last that was made first; also where the start failed
 * half-way.
 */
public final class Resources implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Resources.class);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Closes something later; returns it. */
  public synchronized <T extends AutoCloseable> T add(T resource) {
    open.push(resource);
    return resource;
  }

  /** Closes everything, once. What fails to close does not keep the rest open. */
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
    return open.poll();
  }
}
