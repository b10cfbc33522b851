package dev.ijepa.client;

import com.google.protobuf.ByteString;
import dev.ijepa.v1.ElementType;
import dev.ijepa.v1.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
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

  /** Numbers in [0.5, 1.5]: halves are cut off, not rounded; bytes are of a scale for each row. */
  static Tensor encode(ElementType type, List<Integer> shape, float... values) {
    return switch (type) {
      case ELEMENT_TYPE_F16 -> halves(type, shape, upperBits(values, 13, 127 - 15));
      case ELEMENT_TYPE_BF16 -> halves(type, shape, upperBits(values, 16, 0));
      case ELEMENT_TYPE_INT8 -> int8(shape, values);
      default -> f32(shape, values);
    };
  }

  /** Without so many bits of the fraction, and with an exponent that is so much less. */
  private static int[] upperBits(float[] values, int cut, int exponent) {
    int[] halves = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      halves[i] = (Float.floatToIntBits(values[i]) - (exponent << 23)) >> cut;
    }
    return halves;
  }

  private static Tensor int8(List<Integer> shape, float... values) {
    int rowLength = shape.get(shape.size() - 1);
    List<Float> scales = new ArrayList<>();
    byte[] integers = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      int row = i / rowLength;
      if (row == scales.size()) {
        scales.add((row + 1) / 64f);
      }
      integers[i] = (byte) Math.round(values[i] / scales.get(row));
    }
    return int8(shape, scales, integers);
  }

  private static Tensor tensor(ElementType type, List<Integer> shape, byte[] data) {
    return Tensor.newBuilder()
        .setElementType(type)
        .addAllShape(shape)
        .setData(ByteString.copyFrom(data))
        .build();
  }
}
