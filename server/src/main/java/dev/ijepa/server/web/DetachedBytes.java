package dev.ijepa.server.web;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The bytes fields of a message, kept aside while the rest of it is read. */
final class DetachedBytes {
  private final List<ByteString> fields = new ArrayList<>();

  /**
   * Keeps the bytes of a field.
   *
   * @param bytes are not copied
   * @return what the field has until {@link #attachTo} is called
   */
  byte[] add(byte[] bytes) {
    fields.add(UnsafeByteOperations.unsafeWrap(bytes));
    return ByteBuffer.allocate(Integer.BYTES).putInt(fields.size() - 1).array();
  }

  /** Gives all bytes fields of a message, at any depth, the bytes that were kept of them. */
  void attachTo(Message.Builder message) {
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      boolean isBytes = field.getType() == FieldDescriptor.Type.BYTES;
      boolean isMessage = field.getType() == FieldDescriptor.Type.MESSAGE && !field.isMapField();
      if (!field.isRepeated()) {
        if (isBytes) {
          message.setField(field, kept(entry.getValue()));
        } else if (isMessage) {
          attachTo(message.getFieldBuilder(field));
        }
        continue;
      }
      for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
        if (isBytes) {
          message.setRepeatedField(field, i, kept(message.getRepeatedField(field, i)));
        } else if (isMessage) {
          attachTo(message.getRepeatedFieldBuilder(field, i));
        }
      }
    }
  }

  private ByteString kept(Object placeholder) {
    return fields.get(((ByteString) placeholder).asReadOnlyByteBuffer().getInt());
  }
}
