package dev.ijepa.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CallResetTest {
  /** A call of a client that does not read: the server has sent a response. */
  private final class Unread extends ServerCall.Listener<HealthCheckRequest> {
    private final ServerCall<HealthCheckRequest, HealthCheckResponse> call;
    private final CallReset reset = CallReset.current();
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();

    Unread(ServerCall<HealthCheckRequest, HealthCheckResponse> call) {
      this.call = call;
      call.sendHeaders(new Metadata());
      call.sendMessage(HealthCheckResponse.getDefaultInstance());
      calls.add(this);
    }

    @Override
    public void onCancel() {
      over.complete(true);
    }

    @Override
    public void onComplete() {
      over.complete(true);
    }
  }

  private final BlockingQueue<Unread> calls = new LinkedBlockingQueue<>();
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    String name = InProcessServerBuilder.generateName();
    server =
        InProcessServerBuilder.forName(name)
            .addStreamTracerFactory(CallReset.forEachCall())
            .addService(
                ServerServiceDefinition.builder(HealthGrpc.SERVICE_NAME)
                    .addMethod(HealthGrpc.getWatchMethod(), (call, headers) -> new Unread(call))
                    .build())
            .build()
            .start();
    channel = InProcessChannelBuilder.forName(name).build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void anEndWaitsUntilTheClientReadsButAResetDoesNot() throws Exception {
    CompletableFuture<Status> ended = openUnread();
    next().call.close(Status.OK, new Metadata());
    CompletableFuture<Status> reset = openUnread();
    Unread unread = next();

    unread.reset.now();

    assertThat(reset.get(10, TimeUnit.SECONDS).isOk()).isFalse();
    assertThat(unread.over.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ended).isNotDone();
  }

  @Test
  void everyCallHasAResetOfItsOwn() throws Exception {
    CompletableFuture<Status> first = openUnread();
    Unread kept = next();
    CompletableFuture<Status> second = openUnread();
    Unread dropped = next();

    dropped.reset.now();

    assertThat(second.get(10, TimeUnit.SECONDS).isOk()).isFalse();
    assertThat(dropped.over.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(first).isNotDone();
    assertThat(kept.over).isNotDone();
    assertThat(kept.call.isCancelled()).isFalse();
  }

  private Unread next() throws InterruptedException {
    Unread call = calls.poll(10, TimeUnit.SECONDS);
    if (call == null) {
      throw new AssertionError("no call has come");
    }
    return call;
  }

  /** Opens a call that asks for no response; returns how it ends. */
  private CompletableFuture<Status> openUnread() {
    CompletableFuture<Status> end = new CompletableFuture<>();
    ClientCall<HealthCheckRequest, HealthCheckResponse> call =
        channel.newCall(HealthGrpc.getWatchMethod(), CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        new Metadata());
    return end;
  }
}
