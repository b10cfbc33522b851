package dev.ijepa.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.ijepa.server.guard.Charge;
import dev.ijepa.server.guard.MessageLimits;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.json.Json;
import dev.ijepa.server.json.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message in protobuf's JSON. protobuf's own reader makes a tree of the whole document
 * first: an image would be there four times, and a few megabytes of small values would take
 * gigabytes. So the document is copied without its bytes fields, which are decoded in place, and
 * the copy, which is small, is protobuf's to read.
 */
final class JsonMessageReader {
  /** What a request says beside its image: 64 names of heads, and some numbers. */
  private static final int COPY_BYTES = 16 << 10;

  /** A value of one digit and its comma become an element of a tree. */
  private static final int TREE_BYTES_PER_BYTE = 64;

  private final JsonReader json;
  private final MessageLimits limits;
  private final Charge charge;
  private final DetachedBytes detached = new DetachedBytes();
  private final ByteArrayOutputStream copied = new ByteArrayOutputStream();
  private final JsonGenerator copy;

  JsonMessageReader(byte[] document, MessageLimits limits, Charge charge) throws FailedException {
    this.json = new JsonReader(document, document.length, charge);
    this.limits = limits;
    this.charge = charge;
    this.copy = Json.generator(copied);
  }

  /**
   * Reads the document as a message of the prototype's type.
   *
   * @throws FailedException if it is none, or has a field that the type does not know, or more than
   *     is allowed
   */
  <T extends Message> T read(T prototype) throws FailedException {
    try {
      copyObject(prototype.getDescriptorForType());
      json.requireEnd();
      copy.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // There is no device that could fail.
    }
    charge.objects((long) TREE_BYTES_PER_BYTE * copied.size());
    return parse(prototype);
  }

  // What is built is of the prototype's type.
  @SuppressWarnings("unchecked")
  private <T extends Message> T parse(T prototype) throws FailedException {
    Message.Builder message = prototype.newBuilderForType();
    try {
      JsonFormat.parser().merge(copied.toString(StandardCharsets.UTF_8), message);
    } catch (InvalidProtocolBufferException e) {
      throw invalid("the JSON is no message of this method: " + e.getMessage());
    }
    detached.attachTo(message);
    return (T) message.build();
  }

  private void copyObject(@Nullable Descriptor type) throws IOException, FailedException {
    json.beginObject(type == null ? "a value" : type.getName());
    copy.writeStartObject();
    Optional<String> name;
    while ((name = json.nextName()).isPresent()) {
      copy.writeFieldName(name.get());
      copyValue(type == null ? null : field(type, name.get()));
    }
    copy.writeEndObject();
  }

  /** Both of a field's names are allowed: {@code topK} and {@code top_k}. */
  private static @Nullable FieldDescriptor field(Descriptor type, String name) {
    return type.getFields().stream()
        .filter(field -> field.getJsonName().equals(name) || field.getName().equals(name))
        .findFirst()
        .orElse(null);
  }

  private void copyValue(@Nullable FieldDescriptor field) throws IOException, FailedException {
    if (json.isNull()) {
      json.skip();
      copy.writeNull();
    } else if (json.isObject()) {
      copyObject(messageType(field));
    } else if (json.isArray()) {
      copyArray(field);
    } else if (field != null && field.getType() == FieldDescriptor.Type.BYTES) {
      copy.writeBinary(detached.add(json.text(field.getName()).base64(limits.bytes())));
    } else {
      copy.writeObject(json.scalar(field == null ? "a value" : field.getName()));
    }
    requireSmall();
  }

  private static @Nullable Descriptor messageType(@Nullable FieldDescriptor field) {
    return field != null && field.getType() == FieldDescriptor.Type.MESSAGE && !field.isMapField()
        ? field.getMessageType()
        : null;
  }

  private void copyArray(@Nullable FieldDescriptor field) throws IOException, FailedException {
    if (field != null && !field.isRepeated()) {
      throw invalid(field.getName() + " must be one value, and no list");
    }
    json.beginArray("a value");
    copy.writeStartArray();
    while (json.hasNext()) {
      copyValue(field);
    }
    copy.writeEndArray();
  }

  private void requireSmall() throws FailedException {
    if (copied.size() + copy.getOutputBuffered() > COPY_BYTES) {
      throw invalid(
          "the message has more than the %,d bytes that are allowed beside its image"
              .formatted(COPY_BYTES));
    }
  }

  private static FailedException invalid(String message) {
    return new FailedException(Reason.REQUEST_INVALID, message);
  }
}
