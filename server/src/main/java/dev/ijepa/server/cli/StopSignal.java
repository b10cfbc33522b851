package dev.ijepa.server.cli;

import dev.ijepa.server.IjepaServer;
import dev.ijepa.server.lifecycle.Resources;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What SIGTERM and Ctrl-C do: they end the process with 0. A server that serves is drained before;
 * one that is still loading has nothing to finish, and its temporary files are deleted. The JVM by
 * itself would exit with 143, which supervisors count as a failure.
 */
final class StopSignal implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StopSignal.class);

  private final Resources resources = new Resources();
  private final Thread hook = new Thread(this::stop, "ijepa-drain");
  private @Nullable IjepaServer server;

  /** From now on signals are heard. */
  StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** What the server opens is added to these. */
  Resources resources() {
    return resources;
  }

  /** The server serves, and is drained when the signal comes. */
  synchronized void drains(IjepaServer started) {
    server = started;
  }

  private synchronized @Nullable IjepaServer server() {
    return server;
  }

  private void stop() {
    IjepaServer serving = server();
    if (serving == null) {
      log.info("Told to stop before the models were loaded");
      resources.close();
    } else {
      serving.close();
    }
    Runtime.getRuntime().halt(0);
  }

  /** The start has failed: the process ends in its own way. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log.debug("The process is being stopped already", e);
    }
  }
}
