package dev.ijepa.server.guard;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Estimates what protobuf will allocate for a message, and refuses a message that costs too much
 * before it is parsed. Sixteen million entries of a repeated field take 16 KB when they are
 * compressed; as objects they take hundreds of megabytes. The same walk finds the fields that the
 * message's type does not know.
 *
 * <p>The walk over the bytes allocates nothing. It stops as soon as the limit is passed, and a
 * compressed message is inflated only as far as the walk has come: a message that is refused costs
 * little time either. Bytes fields cost a view only: {@link MessageReader} lets them share the
 * message's array. The estimates are upper bounds for protobuf-java 3.25 on a 64-bit JVM. Source of
 * the encoding: protobuf.dev, "Encoding".
 */
final class MessageCost {
  /** Of any field, known or not: what reading past it costs, in time rather than in memory. */
  private static final int FIELD = 16;

  /**
   * A message, its builder, and the builder's view of it; and so much for each field of its type.
   */
  private static final int MESSAGE = 256;

  private static final int MESSAGE_FIELD = 16;

  /** A list's element, with the copies that remain of the list's growth. */
  private static final int ELEMENT = 24;

  /** The same as an object of its own: enums are kept as Integers. */
  private static final int BOXED_ELEMENT = 48;

  /** An entry of a map, beside its key and its value. */
  private static final int MAP_ENTRY = 256;

  /** A string or a view of bytes, beside what it holds. */
  private static final int VALUE = 64;

  /** What a byte of UTF-8 costs: two bytes while it is decoded, two in the string. */
  private static final int STRING_BYTE = 4;

  /** Messages within messages, and groups within groups. */
  private static final int DEEPEST = 32;

  private final MessageBytes bytes;
  private final MessageLimits limits;
  private long cost;
  private @Nullable Failure unknownField;

  private MessageCost(MessageBytes bytes, MessageLimits limits) {
    this.bytes = bytes;
    this.limits = limits;
  }

  /**
   * Walks over a message. Reads all of it, unless it is refused.
   *
   * @throws FailedException if it is no message, or parsing it would allocate more than is allowed
   */
  static MessageCost of(Descriptor type, MessageBytes message, MessageLimits limits)
      throws FailedException {
    MessageCost walk = new MessageCost(message, limits);
    walk.message(type, message.end(), 0);
    return walk;
  }

  /** An upper bound of what parsing the message allocates beside its bytes. */
  long objectBytes() {
    return cost;
  }

  /** Names the first field that the message's type does not know; empty if it knows all. */
  Optional<Failure> unknownField() {
    return Optional.ofNullable(unknownField);
  }

  private void message(Descriptor type, int end, int depth) throws FailedException {
    requireDepth(depth);
    add(MESSAGE + (long) MESSAGE_FIELD * type.getFields().size(), type.getName());
    while (isBefore(end, depth)) {
      int tag = tag(end);
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      add(FIELD, type.getName());
      if (field == null || !isKnownAs(field, WireFormat.getTagWireType(tag))) {
        noteUnknown(type, tag);
        skip(tag, end, depth);
      } else {
        field(field, tag, end, depth);
      }
    }
  }

  /** Only the end of its bytes tells where the outermost message ends. */
  private boolean isBefore(int end, int depth) throws FailedException {
    return depth == 0 ? !bytes.isAtEnd() : bytes.position() < end;
  }

  /** Protobuf treats a field that comes in another wire type as one that it does not know. */
  private static boolean isKnownAs(FieldDescriptor field, int wireType) {
    return wireType == field.getLiteType().getWireType()
        || (field.isPackable() && wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED);
  }

  private void noteUnknown(Descriptor type, int tag) {
    if (unknownField == null) {
      unknownField =
          new Failure(
              Reason.REQUEST_INVALID,
              "field %d (wire type %d) of %s is unknown to this server"
                  .formatted(
                      WireFormat.getTagFieldNumber(tag),
                      WireFormat.getTagWireType(tag),
                      type.getFullName()));
    }
  }

  private void field(FieldDescriptor field, int tag, int end, int depth) throws FailedException {
    int wireType = WireFormat.getTagWireType(tag);
    if (wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      int length = length(end);
      if (field.isPackable()) {
        elements(field, length);
      } else {
        delimited(field, bytes.position() + length, depth);
      }
      return;
    }
    if (field.isRepeated()) {
      add(elementCost(field), field.getFullName());
    }
    skip(tag, end, depth);
  }

  /** A string, bytes or a message. */
  private void delimited(FieldDescriptor field, int end, int depth) throws FailedException {
    if (field.isRepeated()) {
      add(field.isMapField() ? MAP_ENTRY : ELEMENT, field.getFullName());
    }
    switch (field.getType()) {
      case MESSAGE -> message(field.getMessageType(), end, depth + 1);
      case STRING ->
          add(VALUE + (long) STRING_BYTE * (end - bytes.position()), field.getFullName());
      default -> add(VALUE, field.getFullName());
    }
    advance(end - bytes.position(), end);
  }

  /** Elements that are packed: of a fixed size each, or as many as there are ends of varints. */
  private void elements(FieldDescriptor field, int length) throws FailedException {
    int end = bytes.position() + length;
    int size = fixedSize(field.getType().toProto());
    if (size > 0) {
      add((long) (length / size) * elementCost(field), field.getFullName());
      advance(length, end);
      return;
    }
    while (bytes.position() < end) {
      if (next(end) >= 0) {
        add(elementCost(field), field.getFullName());
      }
    }
  }

  private static int elementCost(FieldDescriptor field) {
    return field.getType() == FieldDescriptor.Type.ENUM ? BOXED_ELEMENT : ELEMENT;
  }

  private static int fixedSize(FieldDescriptorProto.Type type) {
    return switch (type) {
      case TYPE_DOUBLE, TYPE_FIXED64, TYPE_SFIXED64 -> Long.BYTES;
      case TYPE_FLOAT, TYPE_FIXED32, TYPE_SFIXED32 -> Integer.BYTES;
      default -> 0;
    };
  }

  private void skip(int tag, int end, int depth) throws FailedException {
    switch (WireFormat.getTagWireType(tag)) {
      case WireFormat.WIRETYPE_VARINT -> varint(end);
      case WireFormat.WIRETYPE_FIXED64 -> advance(Long.BYTES, end);
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> advance(length(end), end);
      case WireFormat.WIRETYPE_START_GROUP -> skipGroup(tag, end, depth + 1);
      case WireFormat.WIRETYPE_FIXED32 -> advance(Integer.BYTES, end);
      default -> throw noMessage("a group ends that did not begin");
    }
  }

  private void skipGroup(int start, int end, int depth) throws FailedException {
    requireDepth(depth);
    int last = WireFormat.getTagFieldNumber(start) << 3 | WireFormat.WIRETYPE_END_GROUP;
    int tag;
    while ((tag = tag(end)) != last) {
      add(FIELD, "a group");
      skip(tag, end, depth);
    }
  }

  private int tag(int end) throws FailedException {
    int tag = (int) varint(end);
    int wireType = WireFormat.getTagWireType(tag);
    if (WireFormat.getTagFieldNumber(tag) == 0 || wireType > WireFormat.WIRETYPE_FIXED32) {
      throw noMessage("a field has the tag %d".formatted(tag));
    }
    return tag;
  }

  private int length(int end) throws FailedException {
    int length = (int) varint(end);
    if (length < 0 || length > end - bytes.position()) {
      throw noMessage("a field goes beyond its end");
    }
    // What is too large is not inflated to see whether it really comes.
    limits.requireBytes((long) bytes.position() + length);
    return length;
  }

  private long varint(int end) throws FailedException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = next(end);
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw noMessage("a number has more than ten bytes");
  }

  private byte next(int end) throws FailedException {
    if (bytes.position() >= end || bytes.isAtEnd()) {
      throw noMessage("it ends within a number");
    }
    return bytes.next();
  }

  private void advance(int count, int end) throws FailedException {
    if (count > end - bytes.position() || !bytes.skip(count)) {
      throw noMessage("it ends within a field");
    }
  }

  private void requireDepth(int depth) throws FailedException {
    if (depth > DEEPEST) {
      throw new FailedException(
          Reason.REQUEST_INVALID,
          "the message is nested more than %d deep, which is not allowed".formatted(DEEPEST));
    }
  }

  private void add(long count, String what) throws FailedException {
    cost += count;
    if (cost > limits.objectBytes()) {
      throw new FailedException(
          Reason.REQUEST_INVALID,
          "the message has more entries, fields or characters than are allowed, in %s: parsing it would take more than %,d bytes beside its own"
              .formatted(what, limits.objectBytes()));
    }
  }

  private static FailedException noMessage(String why) {
    return MessageReader.noMessage(why);
  }
}
