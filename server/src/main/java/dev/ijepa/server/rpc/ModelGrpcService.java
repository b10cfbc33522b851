package dev.ijepa.server.rpc;

import dev.ijepa.server.contract.ModelMessages;
import dev.ijepa.server.grpc.FailureStatus;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.v1.GetModelRequest;
import dev.ijepa.v1.GetModelResponse;
import dev.ijepa.v1.ListModelsRequest;
import dev.ijepa.v1.ListModelsResponse;
import dev.ijepa.v1.ModelServiceGrpc;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;

/** ModelService: what is loaded. */
final class ModelGrpcService extends ModelServiceGrpc.ModelServiceImplBase {
  private final ModelMessages models;

  @Inject
  ModelGrpcService(ModelMessages models) {
    this.models = models;
  }

  @Override
  public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> responses) {
    responses.onNext(models.list());
    responses.onCompleted();
  }

  @Override
  public void getModel(GetModelRequest request, StreamObserver<GetModelResponse> responses) {
    try {
      responses.onNext(models.get(request.getName()));
      responses.onCompleted();
    } catch (FailedException e) {
      responses.onError(FailureStatus.exception(e.failure()));
    }
  }
}
