package dev.ijepa.server.rpc;

import com.google.common.base.Ticker;
import dev.ijepa.server.contract.StreamRequest;
import dev.ijepa.server.contract.UnaryRequest;
import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.grpc.CallDeadline;
import dev.ijepa.server.grpc.CallerKey;
import dev.ijepa.server.grpc.GrpcPort;
import dev.ijepa.server.grpc.MessageFault;
import dev.ijepa.server.session.Sessions;
import dev.ijepa.server.session.SingleCall;
import dev.ijepa.server.session.StreamMessage;
import dev.ijepa.server.session.StreamSession;
import dev.ijepa.v1.ClassifyImageRequest;
import dev.ijepa.v1.ClassifyImageResponse;
import dev.ijepa.v1.ClassifyRequest;
import dev.ijepa.v1.ClassifyResponse;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.EmbedImageResponse;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.EmbedResponse;
import dev.ijepa.v1.FeatureServiceGrpc;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import java.util.function.Function;

/** FeatureService: two streams, and their unary twins. */
final class FeatureGrpcService extends FeatureServiceGrpc.FeatureServiceImplBase {
  private final Sessions sessions;
  private final Ticker ticker;

  @Inject
  FeatureGrpcService(Sessions sessions, Ticker ticker) {
    this.sessions = sessions;
    this.ticker = ticker;
  }

  @Override
  public StreamObserver<EmbedRequest> embed(StreamObserver<EmbedResponse> responses) {
    return open(responses, request -> StreamRequest.of(request, MessageFault.current()));
  }

  @Override
  public StreamObserver<ClassifyRequest> classify(StreamObserver<ClassifyResponse> responses) {
    return open(responses, request -> StreamRequest.of(request, MessageFault.current()));
  }

  private <RequestT, ResponseT> StreamObserver<RequestT> open(
      StreamObserver<ResponseT> responses,
      Function<RequestT, StreamMessage<ResponseT>> translation) {
    GrpcPort<ResponseT> port = GrpcPort.of(responses);
    port.receiveByAsking();
    StreamSession<ResponseT> stream =
        sessions.openStream(port, CallerKey.current(), CallDeadline.current(ticker));
    port.whenReady(stream::transportReady);
    port.whenClosed(stream::closed);
    port.whenLeaving(stream::leave);
    stream.open();
    return new StreamObserver<>() {
      @Override
      public void onNext(RequestT request) {
        stream.received(translation.apply(request));
      }

      @Override
      public void onCompleted() {
        stream.halfClosed();
      }

      @Override
      public void onError(Throwable cause) {
        stream.closed();
      }
    };
  }

  @Override
  public void embedImage(EmbedImageRequest request, StreamObserver<EmbedImageResponse> responses) {
    answer(UnaryRequest.of(request), responses);
  }

  @Override
  public void classifyImage(
      ClassifyImageRequest request, StreamObserver<ClassifyImageResponse> responses) {
    answer(UnaryRequest.of(request), responses);
  }

  private <ResponseT> void answer(
      UnaryRequest<ResponseT> request, StreamObserver<ResponseT> responses) {
    GrpcPort<ResponseT> port = GrpcPort.of(responses);
    SingleCall<ResponseT> call =
        sessions.openCall(port, CallerKey.current(), CallDeadline.current(ticker));
    port.whenClosed(call::closed);
    Function<FeatureResult, ResponseT> response = request.response();
    call.start(request.query(), request.bytes(), results -> response.apply(results.get(0)));
  }
}
