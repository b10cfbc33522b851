package dev.ijepa.ops.e2e;

import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.EmbedResponse;
import dev.ijepa.v1.FeatureServiceGrpc;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An Embed stream by the generated stub alone, as a client in another language would use it. */
final class RawStream {
  private final BlockingQueue<EmbedResponse> responses = new LinkedBlockingQueue<>();
  private final CompletableFuture<Status> end = new CompletableFuture<>();
  private volatile @Nullable Metadata trailers;
  private final ClientCallStreamObserver<EmbedRequest> requests;

  RawStream(Channel channel) {
    requests =
        (ClientCallStreamObserver<EmbedRequest>)
            FeatureServiceGrpc.newStub(channel)
                .embed(
                    new StreamObserver<>() {
                      @Override
                      public void onNext(EmbedResponse response) {
                        responses.add(response);
                      }

                      @Override
                      public void onError(Throwable cause) {
                        trailers = Status.trailersFromThrowable(cause);
                        end.complete(Status.fromThrowable(cause));
                      }

                      @Override
                      public void onCompleted() {
                        end.complete(Status.OK);
                      }
                    });
  }

  void send(EmbedRequest request) {
    requests.onNext(request);
  }

  void halfClose() {
    requests.onCompleted();
  }

  void cancel() {
    requests.cancel("the client wants no more", null);
  }

  EmbedResponse next() throws InterruptedException {
    EmbedResponse response = responses.poll(30, TimeUnit.SECONDS);
    if (response == null) {
      throw new AssertionError("no response");
    }
    return response;
  }

  /** How the stream ended. */
  Status end() {
    return end.orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** What came with the end. */
  @Nullable Metadata trailers() {
    Status unused = end();
    return trailers;
  }

  /** All that came and was not taken yet. */
  List<EmbedResponse> rest() {
    List<EmbedResponse> rest = new ArrayList<>();
    responses.drainTo(rest);
    return rest;
  }
}
