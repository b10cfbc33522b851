package dev.ijepa.server.guard;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import dev.ijepa.server.guard.MessageLimits.UnknownFields;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads protobuf messages that strangers sent, from any transport. The bytes are charged as they
 * are inflated, and what parsing will allocate is bounded before it begins ({@link MessageCost}).
 *
 * <p>Fields that the contract does not know are not kept: protobuf by itself keeps them as objects,
 * which take fifty times their size. Whether they are a fault is for {@link MessageLimits} to say.
 * Bytes fields share the array that the message came in, so an image is copied once, from the
 * transport's buffers.
 */
public final class MessageReader<T extends Message> {
  /** The length of a message that only its end tells. */
  public static final int UNKNOWN_LENGTH = -1;

  private final Descriptor type;
  private final Parser<T> parser;
  private final MessageLimits limits;

  // The parser of a prototype makes messages of its type.
  @SuppressWarnings("unchecked")
  public MessageReader(T prototype, MessageLimits limits) {
    this.type = prototype.getDescriptorForType();
    this.parser = (Parser<T>) DiscardUnknownFieldsParser.wrap(prototype.getParserForType());
    this.limits = limits;
  }

  /**
   * Reads a message.
   *
   * @param length how many bytes it has, if the transport knows; else {@link #UNKNOWN_LENGTH}
   * @param charge what is told of all that is allocated, before it is
   * @throws FailedException if it is no message, is larger or costs more than is allowed, or if
   *     there is no room for it
   */
  public ReadMessage<T> read(InputStream stream, int length, Charge charge) throws FailedException {
    MessageBytes bytes =
        length == UNKNOWN_LENGTH
            ? MessageBytes.inflated(stream, charge, limits)
            : MessageBytes.exactly(stream, length, limits);
    return read(bytes, charge);
  }

  /**
   * Reads a message that is the whole of an array. Bytes fields share the array, so it must not
   * change.
   *
   * @param charge what is told of all that is allocated, before it is; not of the array
   * @throws FailedException if it is no message, or is larger or costs more than is allowed
   */
  public ReadMessage<T> read(byte[] message, Charge charge) throws FailedException {
    return read(MessageBytes.of(message, limits), charge);
  }

  private ReadMessage<T> read(MessageBytes bytes, Charge charge) throws FailedException {
    MessageCost cost = MessageCost.of(type, bytes, limits);
    charge.objects(cost.objectBytes());
    byte[] array = bytes.toArray();
    return new ReadMessage<>(compact(parse(array), array.length), fault(cost));
  }

  private Optional<Failure> fault(MessageCost cost) {
    return limits.unknownFields() == UnknownFields.FAULT ? cost.unknownField() : Optional.empty();
  }

  private T parse(byte[] bytes) throws FailedException {
    // Of an array that may change, nothing would be shared.
    CodedInputStream input = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
    input.enableAliasing(true);
    try {
      T message = parser.parseFrom(input);
      input.checkLastTagWas(0);
      return message;
    } catch (InvalidProtocolBufferException e) {
      throw noMessage(String.valueOf(e.getMessage()));
    }
  }

  /**
   * A message whose fields need less than its array is made again in an array of its own: from here
   * on it is charged by what it holds, and what it does not hold must not be kept.
   */
  private T compact(T message, int arrayBytes) throws FailedException {
    int needed = message.getSerializedSize();
    return needed < arrayBytes - arrayBytes / 8 ? parse(message.toByteArray()) : message;
  }

  static FailedException noMessage(String why) {
    return new FailedException(
        Reason.REQUEST_INVALID, "the bytes are no message of this method: " + why);
  }
}
