package dev.ijepa.client.bench;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Its calls are answered by a test. */
final class FakeChannel extends ManagedChannel {
  final List<Call<?, ?>> calls = new ArrayList<>();

  /** As gRPC's own: who cancels hears of the end later, and may send no more. */
  static final class Call<Q, A> extends ClientCall<Q, A> {
    final List<Q> sent = new ArrayList<>();
    boolean cancelled;
    private Listener<A> listener;

    @SuppressWarnings("unchecked") // A test knows what it called.
    void answer(Object message) {
      listener.onMessage((A) message);
    }

    void close(Status status) {
      listener.onClose(status, new Metadata());
    }

    @Override
    public void start(Listener<A> responseListener, Metadata headers) {
      listener = responseListener;
    }

    @Override
    public void request(int messages) {}

    @Override
    public void cancel(String message, Throwable cause) {
      cancelled = true;
    }

    @Override
    public void halfClose() {}

    @Override
    public void sendMessage(Q message) {
      if (cancelled) {
        throw new IllegalStateException("call was cancelled");
      }
      sent.add(message);
    }
  }

  @Override
  public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
    Call<Q, A> call = new Call<>();
    calls.add(call);
    return call;
  }

  @Override
  public String authority() {
    return "fake";
  }

  @Override
  public ManagedChannel shutdown() {
    return this;
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public ManagedChannel shutdownNow() {
    return this;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
