package dev.ijepa.client;

import com.google.protobuf.ByteString;
import dev.ijepa.v1.ElementType;
import dev.ijepa.v1.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Tensors as the server writes them. */
final class WireTensors {
  private WireTensors() {}

  static Tensor f32(List<Integer> shape, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return tensor(ElementType.ELEMENT_TYPE_F32, shape, bytes.array());
  }

  static Tensor halves(ElementType type, List<Integer> shape, int... bits) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * bits.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int half : bits) {
      bytes.putShort((short) half);
    }
    return tensor(type, shape, bytes.array());
  }

  static Tensor int8(List<Integer> shape, List<Float> scales, byte... values) {
    return tensor(ElementType.ELEMENT_TYPE_INT8, shape, values).toBuilder()
        .addAllScales(scales)
        .build();
  }

  private static Tensor tensor(ElementType type, List<Integer> shape, byte[] data) {
    return Tensor.newBuilder()
        .setElementType(type)
        .addAllShape(shape)
        .setData(ByteString.copyFrom(data))
        .build();
  }
}
