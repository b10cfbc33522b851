package dev.ijepa.client;

import dev.ijepa.v1.Architecture;
import dev.ijepa.v1.ElementType;
import dev.ijepa.v1.GetModelRequest;
import dev.ijepa.v1.GetModelResponse;
import dev.ijepa.v1.Head;
import dev.ijepa.v1.License;
import dev.ijepa.v1.ListModelsRequest;
import dev.ijepa.v1.ListModelsResponse;
import dev.ijepa.v1.Model;
import dev.ijepa.v1.ModelServiceGrpc;
import dev.ijepa.v1.ModelVersion;
import dev.ijepa.v1.Output;
import dev.ijepa.v1.OutputSpec;
import dev.ijepa.v1.Processor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** Has one model, called fake. */
final class FakeModelService extends ModelServiceGrpc.ModelServiceImplBase {
  private static final Model FAKE =
      Model.newBuilder()
          .setVersion(
              ModelVersion.newBuilder().setName("fake").setVersion("1").setFingerprint("f00d"))
          .setIsDefault(true)
          .setArchitecture(
              Architecture.newBuilder()
                  .setHiddenSize(8)
                  .setNumHiddenLayers(2)
                  .setPatchSize(16)
                  .setNumParameters(1_500_000))
          .setProcessor(Processor.newBuilder().setImageHeight(224).setImageWidth(224))
          .addOutputs(OutputSpec.newBuilder().setOutput(Output.OUTPUT_EMBEDDING).addShape(8))
          .addHeads(Head.newBuilder().setName("default").addLabels("cat").addLabels("dog"))
          .setPrecision(ElementType.ELEMENT_TYPE_F32)
          .setLicense(License.newBuilder().setId("apache-2.0"))
          .build();

  @Override
  public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> client) {
    client.onNext(ListModelsResponse.newBuilder().addModels(FAKE).build());
    client.onCompleted();
  }

  @Override
  public void getModel(GetModelRequest request, StreamObserver<GetModelResponse> client) {
    if (!request.getName().isEmpty() && !request.getName().equals("fake")) {
      client.onError(
          Status.NOT_FOUND.withDescription("no model " + request.getName()).asRuntimeException());
      return;
    }
    client.onNext(GetModelResponse.newBuilder().setModel(FAKE).build());
    client.onCompleted();
  }
}
