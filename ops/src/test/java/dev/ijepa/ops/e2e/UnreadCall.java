package dev.ijepa.ops.e2e;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A call whose client reads only what a test tells it to read. */
final class UnreadCall<RequestT, ResponseT> {
  private final ClientCall<RequestT, ResponseT> call;
  private final BlockingQueue<ResponseT> responses = new LinkedBlockingQueue<>();
  private final CompletableFuture<Status> end = new CompletableFuture<>();

  UnreadCall(Channel channel, MethodDescriptor<RequestT, ResponseT> method) {
    call = channel.newCall(method, CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(ResponseT response) {
            responses.add(response);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        new Metadata());
  }

  void send(RequestT request) {
    call.sendMessage(request);
  }

  void halfClose() {
    call.halfClose();
  }

  void read(int count) {
    call.request(count);
  }

  ResponseT next() throws InterruptedException {
    ResponseT response = responses.poll(30, TimeUnit.SECONDS);
    if (response == null) {
      throw new AssertionError("no response");
    }
    return response;
  }

  /** How it ended. */
  Status end() {
    return end.orTimeout(30, TimeUnit.SECONDS).join();
  }

  boolean hasEnded() {
    return end.isDone();
  }
}
