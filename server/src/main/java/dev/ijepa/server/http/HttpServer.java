package dev.ijepa.server.http;

import dev.ijepa.server.session.Door;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.Graceful;

/** The HTTP port as a door. */
public final class HttpServer implements Door {
  private final Server server;
  private final Exchanges exchanges;
  private final ServingState serving;

  @Inject
  HttpServer(HttpListener listener, Exchanges exchanges, ServingState serving) {
    this.server = listener.server();
    this.exchanges = exchanges;
    this.serving = serving;
  }

  @Override
  public void start() throws IOException {
    try {
      server.start();
    } catch (Exception e) {
      throw new IOException(
          String.format(Locale.ROOT, "the HTTP port can't be opened: %s", e.getMessage()), e);
    }
    serving.follow();
  }

  /** The port that it listens on. */
  public int port() {
    return ((NetworkConnector) server.getConnectors()[0]).getLocalPort();
  }

  @Override
  public void announceDrain() {
    serving.drain();
  }

  /** Clients hear of it by {@code Connection: close}, or by GOAWAY. */
  @Override
  public void stopAccepting() {
    exchanges.drain();
    var unused = Graceful.shutdown(server);
  }

  @Override
  public boolean awaitCalls(Duration limit) throws InterruptedException {
    return exchanges.await(limit);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP port can't be closed", e);
    } finally {
      exchanges.close();
    }
  }
}
