package dev.ijepa.server.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The names of attributes. Those of calls and errors are OpenTelemetry's semantic conventions for
 * gRPC (release candidate of 2026) and for HTTP; the others begin with {@code ijepa.}.
 */
final class SpanAttributes {
  static final AttributeKey<String> RPC_SYSTEM = AttributeKey.stringKey("rpc.system.name");
  static final AttributeKey<String> RPC_METHOD = AttributeKey.stringKey("rpc.method");
  static final AttributeKey<String> RPC_STATUS = AttributeKey.stringKey("rpc.response.status_code");
  static final AttributeKey<String> HTTP_METHOD = AttributeKey.stringKey("http.request.method");
  static final AttributeKey<String> HTTP_ROUTE = AttributeKey.stringKey("http.route");
  static final AttributeKey<Long> HTTP_STATUS = AttributeKey.longKey("http.response.status_code");
  static final AttributeKey<String> PEER = AttributeKey.stringKey("network.peer.address");
  static final AttributeKey<Long> PEER_PORT = AttributeKey.longKey("network.peer.port");
  static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  static final AttributeKey<Long> ITEMS = AttributeKey.longKey("ijepa.items");
  static final AttributeKey<Long> TRACED_ITEMS = AttributeKey.longKey("ijepa.items.traced");
  static final AttributeKey<String> MODEL = AttributeKey.stringKey("ijepa.model");
  static final AttributeKey<String> PRIORITY = AttributeKey.stringKey("ijepa.priority");
  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("ijepa.outcome");
  static final AttributeKey<Long> BATCH_ITEMS = AttributeKey.longKey("ijepa.batch.items");
  static final AttributeKey<Long> BATCH_SIZE = AttributeKey.longKey("ijepa.batch.size");

  private SpanAttributes() {}

  /** Says where a call comes from; nothing of one that comes by no network. */
  static void setPeer(SpanBuilder span, @Nullable SocketAddress address) {
    if (address instanceof InetSocketAddress peer && peer.getAddress() != null) {
      span.setAttribute(PEER, peer.getAddress().getHostAddress())
          .setAttribute(PEER_PORT, (long) peer.getPort());
    }
  }
}
