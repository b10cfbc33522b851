package dev.ijepa.server.rpc;

import com.google.common.base.Ticker;
import com.google.protobuf.MessageLite;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.pipeline.FeaturePipeline;
import dev.ijepa.v1.ClassifyImageRequest;
import dev.ijepa.v1.ClassifyImageResponse;
import dev.ijepa.v1.ClassifyRequest;
import dev.ijepa.v1.ClassifyResponse;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.EmbedImageResponse;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.EmbedResponse;
import dev.ijepa.v1.FeatureServiceGrpc;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;

/** FeatureService: two streams, and their unary twins. */
final class FeatureGrpcService extends FeatureServiceGrpc.FeatureServiceImplBase {
  private final EmbedItems embedItems;
  private final ClassifyItems classifyItems;
  private final FeaturePipeline pipeline;
  private final ActiveStreams streams;
  private final UnreadCalls unread;
  private final RpcOptions options;
  private final Ticker ticker;

  @Inject
  FeatureGrpcService(
      EmbedItems embedItems,
      ClassifyItems classifyItems,
      FeaturePipeline pipeline,
      ActiveStreams streams,
      UnreadCalls unread,
      RpcOptions options,
      Ticker ticker) {
    this.embedItems = embedItems;
    this.classifyItems = classifyItems;
    this.pipeline = pipeline;
    this.streams = streams;
    this.unread = unread;
    this.options = options;
    this.ticker = ticker;
  }

  /** This service, with {@link EarlyRefusal} before it. */
  ServerServiceDefinition guarded() {
    return ServerInterceptors.intercept(this, new EarlyRefusal(pipeline, ticker));
  }

  @Override
  public StreamObserver<EmbedRequest> embed(StreamObserver<EmbedResponse> responses) {
    return open(new StreamProtocol.Embed(embedItems), responses);
  }

  @Override
  public StreamObserver<ClassifyRequest> classify(StreamObserver<ClassifyResponse> responses) {
    return open(new StreamProtocol.Classify(classifyItems), responses);
  }

  private <RequestT extends MessageLite, ResponseT> StreamObserver<RequestT> open(
      StreamProtocol<RequestT, ResponseT> protocol, StreamObserver<ResponseT> responses) {
    ItemStream<RequestT, ResponseT> stream =
        new ItemStream<>(
            (ServerCallStreamObserver<ResponseT>) responses,
            protocol,
            pipeline,
            ticker,
            options.streamWindow,
            this::closed);
    streams.add(stream);
    unread.add(stream);
    stream.open();
    return stream;
  }

  private void closed(ItemStream<?, ?> stream) {
    streams.remove(stream);
    unread.remove(stream);
  }

  @Override
  public void embedImage(EmbedImageRequest request, StreamObserver<EmbedImageResponse> responses) {
    try (ItemRequest<EmbedImageResponse> item =
        embedItems
            .parse(request.getModel(), request.getImage(), request.getOptions())
            .map(features -> EmbedImageResponse.newBuilder().setFeatures(features).build())) {
      answer(item, request.getSerializedSize(), responses);
    } catch (FailedException e) {
      responses.onError(FailureStatus.exception(e.failure()));
    }
  }

  @Override
  public void classifyImage(
      ClassifyImageRequest request, StreamObserver<ClassifyImageResponse> responses) {
    try (ItemRequest<ClassifyImageResponse> item =
        classifyItems
            .parse(request.getModel(), request.getImage(), request.getOptions())
            .map(
                classification ->
                    ClassifyImageResponse.newBuilder().setClassification(classification).build())) {
      answer(item, request.getSerializedSize(), responses);
    } catch (FailedException e) {
      responses.onError(FailureStatus.exception(e.failure()));
    }
  }

  private <ResponseT> void answer(
      ItemRequest<ResponseT> request, long messageBytes, StreamObserver<ResponseT> responses) {
    ServerCallStreamObserver<ResponseT> call = (ServerCallStreamObserver<ResponseT>) responses;
    UnaryCall<ResponseT> unary = new UnaryCall<>(call, pipeline, unread, ticker);
    pipeline.submitOrRefuse(
        request.on(unary.terms(CallDeadline.current(ticker)), messageBytes),
        (outcome, lease) -> unary.answer(request, outcome, lease));
  }
}
