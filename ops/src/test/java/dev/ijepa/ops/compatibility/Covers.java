package dev.ijepa.ops.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.Status;
import dev.ijepa.v1.ElementType;
import dev.ijepa.v1.Tensor;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Set;

/**
 * Asserts that a message says all that an earlier one said. It may say more: new fields, and new
 * elements behind the earlier ones.
 */
final class Covers {
  /** What differs from run to run, and what is no promise. */
  private static final Set<String> FREE =
      Set.of(
          "ijepa.v1.Features.timings",
          "ijepa.v1.Classification.timings",
          "ijepa.v1.ModelVersion.version",
          "ijepa.v1.ModelVersion.revision");

  /** Machines round differently. */
  private static final double TOLERANCE = 1e-4;

  private Covers() {}

  static void assertCovers(Message actual, Message recorded) throws Exception {
    if (recorded instanceof Status status) {
      assertThat(RawCalls.summary((Status) actual)).isEqualTo(RawCalls.summary(status));
      return;
    }
    if (recorded instanceof Tensor tensor) {
      assertSameNumbers((Tensor) actual, tensor);
      return;
    }
    for (var entry : recorded.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      if (!FREE.contains(field.getFullName())) {
        assertCovers(field, actual.getField(field), entry.getValue());
      }
    }
  }

  private static void assertCovers(FieldDescriptor field, Object actual, Object recorded)
      throws Exception {
    if (!field.isRepeated()) {
      assertCoversOne(field, actual, recorded);
      return;
    }
    List<?> before = (List<?>) recorded;
    List<?> now = (List<?>) actual;
    assertThat(now).as(field.getFullName()).hasSizeGreaterThanOrEqualTo(before.size());
    for (int i = 0; i < before.size(); i++) {
      assertCoversOne(field, now.get(i), before.get(i));
    }
  }

  private static void assertCoversOne(FieldDescriptor field, Object actual, Object recorded)
      throws Exception {
    if (recorded instanceof Message message) {
      assertCovers((Message) actual, message);
    } else if (recorded instanceof Float number) {
      assertThat((Float) actual).as(field.getFullName()).isCloseTo(number, within(1e-4f));
    } else {
      assertThat(actual).as(field.getFullName()).isEqualTo(recorded);
    }
  }

  private static void assertSameNumbers(Tensor actual, Tensor recorded)
      throws InvalidProtocolBufferException {
    assertThat(actual.getElementType()).isEqualTo(recorded.getElementType());
    assertThat(actual.getShapeList()).isEqualTo(recorded.getShapeList());
    if (recorded.getElementType() == ElementType.ELEMENT_TYPE_F32) {
      assertThat(distance(floats(actual.getData()), floats(recorded.getData())))
          .isLessThan(TOLERANCE);
      return;
    }
    assertThat(recorded.getElementType()).isEqualTo(ElementType.ELEMENT_TYPE_INT8);
    for (int i = 0; i < recorded.getScalesCount(); i++) {
      assertThat(actual.getScales(i) / recorded.getScales(i)).isCloseTo(1f, within(1e-4f));
    }
    assertThat(actual.getData().size()).isEqualTo(recorded.getData().size());
    for (int i = 0; i < recorded.getData().size(); i++) {
      int step = actual.getData().byteAt(i) - recorded.getData().byteAt(i);
      assertThat(Math.abs(step)).isLessThanOrEqualTo(1);
    }
  }

  private static float[] floats(ByteString data) {
    FloatBuffer buffer = data.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  /** Relative, L2. */
  private static double distance(float[] actual, float[] recorded) {
    assertThat(actual).hasSameSizeAs(recorded);
    double difference = 0;
    double size = 0;
    for (int i = 0; i < recorded.length; i++) {
      difference += Math.pow(actual[i] - recorded[i], 2);
      size += Math.pow(recorded[i], 2);
    }
    return Math.sqrt(difference / size);
  }
}
