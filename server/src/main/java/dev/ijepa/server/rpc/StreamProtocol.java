package dev.ijepa.server.rpc;

import com.google.protobuf.Duration;
import com.google.protobuf.MessageLite;
import com.google.rpc.Status;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.v1.ClassifyRequest;
import dev.ijepa.v1.ClassifyResponse;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.EmbedResponse;
import dev.ijepa.v1.StreamOptions;
import java.util.Optional;

/** What a stream must know of its messages. */
interface StreamProtocol<RequestT extends MessageLite, ResponseT> {
  String requestId(RequestT request);

  Optional<StreamOptions> streamOptions(RequestT request);

  Optional<Duration> timeout(RequestT request);

  ItemRequest<ResponseT> parse(RequestT request) throws FailedException;

  ResponseT error(String requestId, Status status);

  /** The messages of Embed. */
  record Embed(EmbedItems items) implements StreamProtocol<EmbedRequest, EmbedResponse> {
    @Override
    public String requestId(EmbedRequest request) {
      return request.getRequestId();
    }

    @Override
    public Optional<StreamOptions> streamOptions(EmbedRequest request) {
      return request.hasStreamOptions()
          ? Optional.of(request.getStreamOptions())
          : Optional.empty();
    }

    @Override
    public Optional<Duration> timeout(EmbedRequest request) {
      return request.hasTimeout() ? Optional.of(request.getTimeout()) : Optional.empty();
    }

    @Override
    public ItemRequest<EmbedResponse> parse(EmbedRequest request) throws FailedException {
      // Not the request itself: it holds the image, which is not needed that long.
      String requestId = request.getRequestId();
      return items
          .parse(request.getModel(), request.getImage(), request.getOptions())
          .map(
              features ->
                  EmbedResponse.newBuilder().setRequestId(requestId).setFeatures(features).build());
    }

    @Override
    public EmbedResponse error(String requestId, Status status) {
      return EmbedResponse.newBuilder().setRequestId(requestId).setError(status).build();
    }
  }

  /** The messages of Classify. */
  record Classify(ClassifyItems items)
      implements StreamProtocol<ClassifyRequest, ClassifyResponse> {
    @Override
    public String requestId(ClassifyRequest request) {
      return request.getRequestId();
    }

    @Override
    public Optional<StreamOptions> streamOptions(ClassifyRequest request) {
      return request.hasStreamOptions()
          ? Optional.of(request.getStreamOptions())
          : Optional.empty();
    }

    @Override
    public Optional<Duration> timeout(ClassifyRequest request) {
      return request.hasTimeout() ? Optional.of(request.getTimeout()) : Optional.empty();
    }

    @Override
    public ItemRequest<ClassifyResponse> parse(ClassifyRequest request) throws FailedException {
      // Not the request itself: it holds the image, which is not needed that long.
      String requestId = request.getRequestId();
      return items
          .parse(request.getModel(), request.getImage(), request.getOptions())
          .map(
              classification ->
                  ClassifyResponse.newBuilder()
                      .setRequestId(requestId)
                      .setClassification(classification)
                      .build());
    }

    @Override
    public ClassifyResponse error(String requestId, Status status) {
      return ClassifyResponse.newBuilder().setRequestId(requestId).setError(status).build();
    }
  }
}
