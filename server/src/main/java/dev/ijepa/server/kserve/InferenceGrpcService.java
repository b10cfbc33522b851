package dev.ijepa.server.kserve;

import com.google.common.base.Ticker;
import dev.ijepa.inference.GRPCInferenceServiceGrpc;
import dev.ijepa.inference.ModelConfigRequest;
import dev.ijepa.inference.ModelConfigResponse;
import dev.ijepa.inference.ModelInferRequest;
import dev.ijepa.inference.ModelInferResponse;
import dev.ijepa.inference.ModelMetadataRequest;
import dev.ijepa.inference.ModelMetadataResponse;
import dev.ijepa.inference.ModelReadyRequest;
import dev.ijepa.inference.ModelReadyResponse;
import dev.ijepa.inference.ModelStatisticsRequest;
import dev.ijepa.inference.ModelStatisticsResponse;
import dev.ijepa.inference.ModelStreamInferResponse;
import dev.ijepa.inference.RepositoryIndexRequest;
import dev.ijepa.inference.RepositoryIndexResponse;
import dev.ijepa.inference.RepositoryIndexResponse.ModelIndex;
import dev.ijepa.inference.RepositoryModelLoadRequest;
import dev.ijepa.inference.RepositoryModelLoadResponse;
import dev.ijepa.inference.RepositoryModelUnloadRequest;
import dev.ijepa.inference.RepositoryModelUnloadResponse;
import dev.ijepa.inference.ServerLiveRequest;
import dev.ijepa.inference.ServerLiveResponse;
import dev.ijepa.inference.ServerMetadataRequest;
import dev.ijepa.inference.ServerMetadataResponse;
import dev.ijepa.inference.ServerReadyRequest;
import dev.ijepa.inference.ServerReadyResponse;
import dev.ijepa.server.features.ModelIdentity;
import dev.ijepa.server.grpc.CallDeadline;
import dev.ijepa.server.grpc.CallerKey;
import dev.ijepa.server.grpc.FailureStatus;
import dev.ijepa.server.grpc.GrpcPort;
import dev.ijepa.server.inference.CountedPort;
import dev.ijepa.server.inference.Inference;
import dev.ijepa.server.inference.InferenceAnswer;
import dev.ijepa.server.inference.InferenceModels;
import dev.ijepa.server.inference.InferenceTranslator;
import dev.ijepa.server.inference.ModelVersion;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Priority;
import dev.ijepa.server.session.Sessions;
import dev.ijepa.server.session.SingleCall;
import dev.ijepa.server.session.StreamSession;
import dev.ijepa.server.session.StreamTerms;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;

/** GRPCInferenceService. */
final class InferenceGrpcService extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {
  /** Clients of Triton expect the order of the requests. */
  private static final StreamTerms STREAM = new StreamTerms(true, Priority.BATCH);

  private final InferenceTranslator translator;
  private final InferenceModels models;
  private final Sessions sessions;
  private final Ticker ticker;

  @Inject
  InferenceGrpcService(
      InferenceTranslator translator, InferenceModels models, Sessions sessions, Ticker ticker) {
    this.translator = translator;
    this.models = models;
    this.sessions = sessions;
    this.ticker = ticker;
  }

  @Override
  public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> responses) {
    GrpcPort<ModelInferResponse> port = GrpcPort.of(responses);
    try {
      Inference inference = translator.translate(InferMessages.request(request));
      InferenceAnswer answer = inference.answer();
      SingleCall<ModelInferResponse> call =
          sessions.openCall(
              new CountedPort<>(port, answer),
              CallerKey.current(),
              inference.priority().orElse(Priority.INTERACTIVE),
              inference.deadlineNanos(CallDeadline.current(ticker), ticker.read()));
      port.whenClosed(call::closed);
      call.start(
          inference::query,
          request.getSerializedSize(),
          results -> InferMessages.response(answer.response(results)).build());
    } catch (FailedException e) {
      port.fail(e.failure());
    }
  }

  @Override
  public StreamObserver<ModelInferRequest> modelStreamInfer(
      StreamObserver<ModelStreamInferResponse> responses) {
    GrpcPort<ModelStreamInferResponse> port = GrpcPort.of(responses);
    port.receiveByAsking();
    StreamSession<ModelStreamInferResponse> stream =
        sessions.openStream(port, CallerKey.current(), STREAM, CallDeadline.current(ticker));
    port.whenReady(stream::transportReady);
    port.whenClosed(stream::closed);
    port.whenLeaving(stream::leave);
    stream.open();
    return new StreamObserver<>() {
      @Override
      public void onNext(ModelInferRequest request) {
        stream.received(new StreamInferMessage(request, translator));
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
  public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> responses) {
    answer(responses, () -> ServerLiveResponse.newBuilder().setLive(true).build());
  }

  @Override
  public void serverReady(
      ServerReadyRequest request, StreamObserver<ServerReadyResponse> responses) {
    answer(
        responses, () -> ServerReadyResponse.newBuilder().setReady(models.isServerReady()).build());
  }

  @Override
  public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> responses) {
    answer(responses, () -> ModelReadyResponse.newBuilder().setReady(isReady(request)).build());
  }

  /** Clients of Triton expect no error for a model that there is not. */
  private boolean isReady(ModelReadyRequest request) {
    try {
      return models.isReady(request.getName(), request.getVersion());
    } catch (FailedException e) {
      return false;
    }
  }

  @Override
  public void serverMetadata(
      ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> responses) {
    answer(
        responses,
        () ->
            ServerMetadataResponse.newBuilder()
                .setName(InferenceModels.SERVER)
                .setVersion(InferenceModels.serverVersion())
                .addAllExtensions(InferenceModels.EXTENSIONS)
                .build());
  }

  @Override
  public void modelMetadata(
      ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> responses) {
    answer(
        responses,
        () -> ModelMessages.metadata(models.metadata(request.getName(), request.getVersion())));
  }

  @Override
  public void modelConfig(
      ModelConfigRequest request, StreamObserver<ModelConfigResponse> responses) {
    answer(
        responses,
        () ->
            ModelConfigResponse.newBuilder()
                .setConfig(
                    ModelMessages.config(models.metadata(request.getName(), request.getVersion())))
                .build());
  }

  @Override
  public void modelStatistics(
      ModelStatisticsRequest request, StreamObserver<ModelStatisticsResponse> responses) {
    answer(
        responses,
        () -> {
          ModelStatisticsResponse.Builder response = ModelStatisticsResponse.newBuilder();
          for (ModelIdentity model : models.named(request.getName(), request.getVersion())) {
            response.addModelStats(
                ModelMessages.statistics(model, models.statistics(model.name())));
          }
          return response.build();
        });
  }

  @Override
  public void repositoryIndex(
      RepositoryIndexRequest request, StreamObserver<RepositoryIndexResponse> responses) {
    answer(
        responses,
        () -> {
          RepositoryIndexResponse.Builder response = RepositoryIndexResponse.newBuilder();
          for (ModelIdentity model : models.named("", "")) {
            boolean ready = models.isReady(model.name(), "");
            if (ready || !request.getReady()) {
              response.addModels(
                  ModelIndex.newBuilder()
                      .setName(model.name())
                      .setVersion(ModelVersion.of(model))
                      .setState(ready ? "READY" : "UNAVAILABLE")
                      .setReason(models.fault(model.name())));
            }
          }
          return response.build();
        });
  }

  @Override
  public void repositoryModelLoad(
      RepositoryModelLoadRequest request, StreamObserver<RepositoryModelLoadResponse> responses) {
    responses.onError(operatorsChoice());
  }

  @Override
  public void repositoryModelUnload(
      RepositoryModelUnloadRequest request,
      StreamObserver<RepositoryModelUnloadResponse> responses) {
    responses.onError(operatorsChoice());
  }

  private static Exception operatorsChoice() {
    return Status.UNIMPLEMENTED
        .withDescription(
            "clients cannot load or unload models: the operator names them with --model, and the server loads a new version when a model's folder changes")
        .asRuntimeException();
  }

  /** Makes a response at once. */
  @FunctionalInterface
  private interface Response<T> {
    T make() throws FailedException;
  }

  private static <T> void answer(StreamObserver<T> responses, Response<T> response) {
    try {
      responses.onNext(response.make());
      responses.onCompleted();
    } catch (FailedException e) {
      responses.onError(FailureStatus.exception(e.failure()));
    }
  }
}
