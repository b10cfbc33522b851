package dev.ijepa.server.kserve;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.ijepa.inference.InferTensorContents;
import dev.ijepa.inference.ModelInferRequest;
import dev.ijepa.inference.ModelInferRequest.InferInputTensor;
import dev.ijepa.inference.ModelInferRequest.InferRequestedOutputTensor;
import dev.ijepa.inference.ModelInferResponse;
import dev.ijepa.inference.ModelInferResponse.InferOutputTensor;
import dev.ijepa.server.inference.Datatype;
import dev.ijepa.server.inference.InferRequest;
import dev.ijepa.server.inference.InferResponse;
import dev.ijepa.server.inference.InputTensor;
import dev.ijepa.server.inference.OutputTensor;
import dev.ijepa.server.inference.RequestedOutput;
import dev.ijepa.server.inference.TensorContents;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import java.util.ArrayList;
import java.util.List;

/** Requests and responses on the wire. */
final class InferMessages {
  private InferMessages() {}

  /**
   * The request that a message holds. Its contents are views of the message's bytes.
   *
   * @throws FailedException with REQUEST_INVALID, if the message contradicts itself
   */
  static InferRequest request(ModelInferRequest message) throws FailedException {
    return new InferRequest(
        message.getModelName(),
        message.getModelVersion(),
        message.getId(),
        Parameters.read(message.getParametersMap()),
        inputs(message),
        outputs(message.getOutputsList()));
  }

  private static List<InputTensor> inputs(ModelInferRequest message) throws FailedException {
    List<ByteString> raw = message.getRawInputContentsList();
    if (!raw.isEmpty() && raw.size() != message.getInputsCount()) {
      throw invalid(
          "raw_input_contents has %d entries for %d inputs; it must have one for each, or none"
              .formatted(raw.size(), message.getInputsCount()));
    }
    List<InputTensor> inputs = new ArrayList<>();
    for (int i = 0; i < message.getInputsCount(); i++) {
      InferInputTensor input = message.getInputs(i);
      if (!raw.isEmpty() && input.hasContents()) {
        throw invalid("an input has contents although the request has raw_input_contents");
      }
      TensorContents contents =
          raw.isEmpty() ? typed(input) : new TensorContents.Raw(raw.get(i).asReadOnlyByteBuffer());
      inputs.add(
          new InputTensor(
              input.getName(),
              input.getDatatype(),
              input.getShapeList(),
              Parameters.read(input.getParametersMap()),
              contents));
    }
    return inputs;
  }

  private static TensorContents typed(InferInputTensor input) throws FailedException {
    InferTensorContents contents = input.getContents();
    int others =
        contents.getBoolContentsCount()
            + contents.getIntContentsCount()
            + contents.getInt64ContentsCount()
            + contents.getUint64ContentsCount()
            + contents.getFp32ContentsCount()
            + contents.getFp64ContentsCount();
    if (others > 0) {
      throw invalid(
          "of typed contents an input may have bytes_contents (BYTES) and uint_contents (UINT8)");
    }
    return input.getDatatype().equals(Datatype.BYTES.name())
        ? new TensorContents.Elements(
            contents.getBytesContentsList().stream().map(ByteString::asReadOnlyByteBuffer).toList())
        : new TensorContents.Integers(contents.getUintContentsList());
  }

  private static List<RequestedOutput> outputs(List<InferRequestedOutputTensor> messages)
      throws FailedException {
    List<RequestedOutput> outputs = new ArrayList<>();
    for (InferRequestedOutputTensor output : messages) {
      outputs.add(
          new RequestedOutput(output.getName(), Parameters.read(output.getParametersMap())));
    }
    return outputs;
  }

  /** The message of a response; its contents are views of the response's bytes. */
  static ModelInferResponse.Builder response(InferResponse response) {
    ModelInferResponse.Builder message =
        ModelInferResponse.newBuilder()
            .setModelName(response.model().name())
            .setModelVersion(response.model().version())
            .setId(response.id())
            .putParameters("fingerprint", Parameters.of(response.model().fingerprint()))
            .putParameters("revision", Parameters.of(response.model().revision()));
    for (OutputTensor output : response.outputs()) {
      message
          .addOutputs(
              InferOutputTensor.newBuilder()
                  .setName(output.name())
                  .setDatatype(output.datatype().name())
                  .addAllShape(output.shape()))
          .addRawOutputContents(UnsafeByteOperations.unsafeWrap(output.contents()));
    }
    return message;
  }

  private static FailedException invalid(String message) {
    return new FailedException(Reason.REQUEST_INVALID, message);
  }
}
