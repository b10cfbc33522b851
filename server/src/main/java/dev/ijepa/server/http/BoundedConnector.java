package dev.ijepa.server.http;

import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A listening socket whose connections are counted. */
final class BoundedConnector extends ServerConnector {
  private static final int ACCEPTORS = 1;
  private static final int SELECTORS = 1;

  private final Connections connections;

  BoundedConnector(Server server, Connections connections, ConnectionFactory... protocols) {
    super(server, ACCEPTORS, SELECTORS, protocols);
    this.connections = connections;
  }

  @Override
  protected void onEndPointOpened(EndPoint socket) {
    super.onEndPointOpened(socket);
    connections.opened(socket);
  }

  @Override
  protected void onEndPointClosed(EndPoint socket) {
    connections.closed(socket);
    super.onEndPointClosed(socket);
  }
}
