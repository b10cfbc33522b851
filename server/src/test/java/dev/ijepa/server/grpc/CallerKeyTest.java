package dev.ijepa.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.identity.CallerRule;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CallerKeyTest {
  private static final SocketAddress FIRST = new InetSocketAddress("127.0.0.2", 1);
  private static final SocketAddress SECOND = new InetSocketAddress("127.0.0.3", 1);

  @Test
  void theCallerIsTheRemoteAddressOrOneForAllByTheRule() {
    assertThat(caller(CallerRule.ADDRESS, FIRST)).isEqualTo(Caller.at(FIRST));
    assertThat(caller(CallerRule.ADDRESS, SECOND)).isEqualTo(Caller.at(SECOND));
    assertThat(caller(CallerRule.ONE, FIRST)).isEqualTo(caller(CallerRule.ONE, SECOND));
  }

  /** The caller that the code of a call from an address sees. */
  private static Caller caller(CallerRule rule, SocketAddress remote) {
    AtomicReference<Caller> seen = new AtomicReference<>();
    ServerCall.Listener<String> unused =
        new CallerKey(rule)
            .interceptCall(
                new CallFrom(remote),
                new Metadata(),
                (call, headers) -> {
                  seen.set(CallerKey.current());
                  return new ServerCall.Listener<String>() {};
                });
    return seen.get();
  }

  private static final class CallFrom extends ServerCall<String, String> {
    private final SocketAddress remote;

    CallFrom(SocketAddress remote) {
      this.remote = remote;
    }

    @Override
    public Attributes getAttributes() {
      return Attributes.newBuilder().set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, remote).build();
    }

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(String message) {}

    @Override
    public void close(Status status, Metadata trailers) {}

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public MethodDescriptor<String, String> getMethodDescriptor() {
      throw new UnsupportedOperationException();
    }
  }
}
