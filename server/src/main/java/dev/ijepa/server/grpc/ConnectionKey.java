package dev.ijepa.server.grpc;

import io.grpc.Attributes;
import io.grpc.ServerTransportFilter;
import org.jspecify.annotations.Nullable;

/**
 * Tells connections apart. Their addresses would not do: all connections through a Unix domain
 * socket have none.
 */
final class ConnectionKey extends ServerTransportFilter {
  private static final Attributes.Key<Object> KEY = Attributes.Key.create("ijepa-connection");

  @Override
  public Attributes transportReady(Attributes attributes) {
    return attributes.toBuilder().set(KEY, new Object()).build();
  }

  /** The same for all calls of one connection; null if the server has no such filter. */
  static @Nullable Object of(Attributes attributes) {
    return attributes.get(KEY);
  }
}
