package dev.ijepa.server.kserve;

import dev.ijepa.inference.InferParameter;
import dev.ijepa.server.inference.InferParameters;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import java.util.HashMap;
import java.util.Map;

/** Parameters on the wire. */
final class Parameters {
  /**
   * Asks for a last response without outputs. Each request of this server has one response, which
   * is the last.
   */
  private static final String EMPTY_FINAL_RESPONSE = "triton_enable_empty_final_response";

  private Parameters() {}

  static InferParameters read(Map<String, InferParameter> wire) throws FailedException {
    if (wire.isEmpty()) {
      return InferParameters.NONE;
    }
    Map<String, Object> values = new HashMap<>();
    for (Map.Entry<String, InferParameter> entry : wire.entrySet()) {
      if (!entry.getKey().equals(EMPTY_FINAL_RESPONSE)) {
        values.put(entry.getKey(), value(entry.getValue()));
      }
    }
    return new InferParameters(values);
  }

  private static Object value(InferParameter parameter) throws FailedException {
    return switch (parameter.getParameterChoiceCase()) {
      case BOOL_PARAM -> parameter.getBoolParam();
      case INT64_PARAM -> parameter.getInt64Param();
      case STRING_PARAM -> parameter.getStringParam();
      case DOUBLE_PARAM -> parameter.getDoubleParam();
      // What does not fit is as good as the longest time.
      case UINT64_PARAM ->
          parameter.getUint64Param() < 0 ? Long.MAX_VALUE : parameter.getUint64Param();
      case PARAMETERCHOICE_NOT_SET ->
          throw new FailedException(Reason.REQUEST_INVALID, "a parameter has no value");
    };
  }

  static InferParameter of(String text) {
    return InferParameter.newBuilder().setStringParam(text).build();
  }

  static InferParameter of(boolean flag) {
    return InferParameter.newBuilder().setBoolParam(flag).build();
  }
}
