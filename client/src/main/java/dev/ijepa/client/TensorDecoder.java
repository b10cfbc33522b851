package dev.ijepa.client;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/** Turns a tensor on the wire into one whose elements can be read. */
final class TensorDecoder {
  private final dev.ijepa.v1.Tensor wire;
  private final List<Integer> shape;
  private final int size;
  private final ByteBuffer data;

  private TensorDecoder(dev.ijepa.v1.Tensor wire) {
    this.wire = wire;
    this.shape = wire.getShapeList();
    this.size =
        Math.toIntExact(
            shape.stream().mapToLong(Integer::toUnsignedLong).reduce(1, Math::multiplyExact));
    this.data = wire.getData().asReadOnlyByteBuffer().slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Decodes a tensor.
   *
   * @throws IjepaException with {@link IjepaException#RESPONSE_INVALID} if its parts do not fit
   */
  static Tensor decode(dev.ijepa.v1.Tensor wire) {
    try {
      TensorDecoder decoder = new TensorDecoder(wire);
      FloatBuffer values = decoder.values();
      return new Tensor(
          decoder.shape,
          values,
          WireEnums.elementType(wire.getElementType()),
          decoder.data,
          decoder.scales());
    } catch (ArithmeticException e) {
      throw invalid("a tensor of shape " + wire.getShapeList());
    }
  }

  private FloatBuffer values() {
    return switch (wire.getElementType()) {
      case ELEMENT_TYPE_F32 -> f32();
      case ELEMENT_TYPE_F16 -> f16();
      case ELEMENT_TYPE_BF16 -> bf16();
      case ELEMENT_TYPE_INT8 -> int8();
      case ELEMENT_TYPE_UINT1, ELEMENT_TYPE_UNSPECIFIED, UNRECOGNIZED ->
          throw invalid("an element type that this client does not know");
    };
  }

  // A view: what the server wrote is what is wanted.
  private FloatBuffer f32() {
    requireBytes(Float.BYTES);
    return data.asFloatBuffer();
  }

  private FloatBuffer f16() {
    requireBytes(Short.BYTES);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = HalfPrecision.fromF16(data.getShort(Short.BYTES * i));
    }
    return FloatBuffer.wrap(values);
  }

  private FloatBuffer bf16() {
    requireBytes(Short.BYTES);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = HalfPrecision.fromBf16(data.getShort(Short.BYTES * i));
    }
    return FloatBuffer.wrap(values);
  }

  private FloatBuffer int8() {
    requireBytes(Byte.BYTES);
    int rowLength = shape.isEmpty() ? 1 : shape.get(shape.size() - 1);
    int rows = rowLength == 0 ? 0 : size / rowLength;
    if (wire.getScalesCount() != rows) {
      throw invalid("%s scales for %s rows".formatted(wire.getScalesCount(), rows));
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = wire.getScales(i / rowLength) * data.get(i);
    }
    return FloatBuffer.wrap(values);
  }

  private FloatBuffer scales() {
    float[] scales = new float[wire.getScalesCount()];
    for (int row = 0; row < scales.length; row++) {
      scales[row] = wire.getScales(row);
    }
    return FloatBuffer.wrap(scales);
  }

  private void requireBytes(int elementBytes) {
    if (data.remaining() != (long) size * elementBytes) {
      throw invalid(
          "%s bytes for a tensor of shape %s in %s"
              .formatted(data.remaining(), shape, wire.getElementType()));
    }
  }

  private static IjepaException invalid(String what) {
    return new IjepaException(
        StatusCode.INTERNAL, IjepaException.RESPONSE_INVALID, "the server sent " + what);
  }
}
