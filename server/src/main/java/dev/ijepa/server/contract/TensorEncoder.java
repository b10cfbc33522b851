package dev.ijepa.server.contract;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.ijepa.models.FloatBytes;
import dev.ijepa.v1.ElementType;
import dev.ijepa.v1.Tensor;
import java.util.List;

/** Writes float32 values as the tensors of the contract. */
public final class TensorEncoder {
  private static final int INT8_MAX = 127;

  private TensorEncoder() {}

  /**
   * Encodes values.
   *
   * @param values row-major; their number is the product of {@code shape}
   * @param shape outermost axis first, at least one axis
   * @param type how to write them; not unspecified
   */
  public static Tensor encode(float[] values, List<Long> shape, ElementType type) {
    Tensor.Builder tensor = Tensor.newBuilder().setElementType(type);
    shape.forEach(axis -> tensor.addShape(Math.toIntExact(axis)));
    int rowSize = Math.toIntExact(shape.get(shape.size() - 1));
    switch (type) {
      case ELEMENT_TYPE_F32 -> tensor.setData(floats(values, FloatBytes.Format.F32));
      case ELEMENT_TYPE_F16 -> tensor.setData(floats(values, FloatBytes.Format.F16));
      case ELEMENT_TYPE_BF16 -> tensor.setData(floats(values, FloatBytes.Format.BF16));
      case ELEMENT_TYPE_INT8 -> int8(values, rowSize, tensor);
      case ELEMENT_TYPE_UINT1, ELEMENT_TYPE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("no element type: " + type);
    }
    return tensor.build();
  }

  private static ByteString floats(float[] values, FloatBytes.Format format) {
    return UnsafeByteOperations.unsafeWrap(FloatBytes.littleEndian(values, format));
  }

  private static void int8(float[] values, int rowSize, Tensor.Builder tensor) {
    byte[] bytes = new byte[values.length];
    for (int start = 0; start < values.length; start += rowSize) {
      float largest = 0;
      for (int i = start; i < start + rowSize; i++) {
        largest = Math.max(largest, Math.abs(values[i]));
      }
      float scale = largest / INT8_MAX;
      tensor.addScales(scale);
      for (int i = start; i < start + rowSize; i++) {
        bytes[i] = scale == 0 ? 0 : (byte) Math.rint(values[i] / scale);
      }
    }
    tensor.setData(UnsafeByteOperations.unsafeWrap(bytes));
  }
}
