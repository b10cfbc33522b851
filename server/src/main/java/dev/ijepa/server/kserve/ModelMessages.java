package dev.ijepa.server.kserve;

import dev.ijepa.inference.DataType;
import dev.ijepa.inference.InferBatchStatistics;
import dev.ijepa.inference.InferStatistics;
import dev.ijepa.inference.ModelConfig;
import dev.ijepa.inference.ModelDynamicBatching;
import dev.ijepa.inference.ModelInput;
import dev.ijepa.inference.ModelMetadataResponse;
import dev.ijepa.inference.ModelMetadataResponse.TensorMetadata;
import dev.ijepa.inference.ModelOutput;
import dev.ijepa.inference.StatisticDuration;
import dev.ijepa.server.features.ModelIdentity;
import dev.ijepa.server.inference.Datatype;
import dev.ijepa.server.inference.ModelMetadata;
import dev.ijepa.server.inference.ModelStatistics;
import dev.ijepa.server.inference.TensorSpec;

/** Models on the wire. */
final class ModelMessages {
  private ModelMessages() {}

  static ModelMetadataResponse metadata(ModelMetadata model) {
    ModelMetadataResponse.Builder message =
        ModelMetadataResponse.newBuilder()
            .setName(model.name())
            .addVersions(model.version())
            .setPlatform(model.platform())
            .putAllProperties(model.properties());
    model.inputs().forEach(input -> message.addInputs(metadata(input)));
    model.outputs().forEach(output -> message.addOutputs(metadata(output)));
    return message.build();
  }

  private static TensorMetadata metadata(TensorSpec tensor) {
    return TensorMetadata.newBuilder()
        .setName(tensor.name())
        .setDatatype(tensor.datatype().name())
        .addAllShape(tensor.shape())
        .build();
  }

  static ModelConfig config(ModelMetadata model) {
    ModelConfig.Builder message =
        ModelConfig.newBuilder()
            .setName(model.name())
            .setPlatform(model.platform())
            .setMaxBatchSize(model.maxImages())
            .setDynamicBatching(ModelDynamicBatching.getDefaultInstance());
    for (TensorSpec input : model.inputs()) {
      message.addInput(
          ModelInput.newBuilder()
              .setName(input.name())
              .setDataType(type(input.datatype()))
              .addAllDims(input.shapeOfOne())
              .setOptional(true));
    }
    for (TensorSpec output : model.outputs()) {
      message.addOutput(
          ModelOutput.newBuilder()
              .setName(output.name())
              .setDataType(type(output.datatype()))
              .addAllDims(output.shapeOfOne()));
    }
    return message.build();
  }

  private static DataType type(Datatype datatype) {
    return switch (datatype) {
      case BYTES -> DataType.TYPE_STRING;
      case UINT8 -> DataType.TYPE_UINT8;
      case FP32 -> DataType.TYPE_FP32;
      case FP16 -> DataType.TYPE_FP16;
      case BF16 -> DataType.TYPE_BF16;
    };
  }

  static dev.ijepa.inference.ModelStatistics statistics(
      ModelIdentity model, ModelStatistics counts) {
    dev.ijepa.inference.ModelStatistics.Builder message =
        dev.ijepa.inference.ModelStatistics.newBuilder()
            .setName(model.name())
            .setVersion(model.version())
            .setLastInference(counts.lastMillis())
            .setInferenceCount(counts.images())
            .setExecutionCount(counts.executions())
            .setInferenceStats(
                InferStatistics.newBuilder()
                    .setSuccess(of(counts.succeeded(), counts.succeededNanos()))
                    .setFail(of(counts.failed(), counts.failedNanos()))
                    .setQueue(of(counts.succeeded(), counts.queueNanos()))
                    .setComputeInput(of(counts.succeeded(), counts.inputNanos()))
                    .setComputeInfer(of(counts.succeeded(), counts.inferNanos()))
                    .setComputeOutput(of(counts.succeeded(), counts.outputNanos())));
    for (ModelStatistics.Batches batches : counts.batches()) {
      message.addBatchStats(
          InferBatchStatistics.newBuilder()
              .setBatchSize(batches.size())
              .setComputeInput(of(batches.count(), batches.inputNanos()))
              .setComputeInfer(of(batches.count(), batches.inferNanos()))
              .setComputeOutput(of(batches.count(), 0)));
    }
    return message.build();
  }

  private static StatisticDuration of(long count, long nanos) {
    return StatisticDuration.newBuilder().setCount(count).setNs(nanos).build();
  }
}
