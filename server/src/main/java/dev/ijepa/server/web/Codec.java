package dev.ijepa.server.web;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.ijepa.server.guard.Charge;
import dev.ijepa.server.guard.MessageReader;
import dev.ijepa.server.guard.ReadMessage;
import dev.ijepa.server.item.FailedException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** How a message is written: in protobuf's binary format, or in its JSON. */
enum Codec {
  /** Binary. */
  PROTO {
    @Override
    <Q extends Message> Q read(WebMethod<Q> method, byte[] message, Charge charge)
        throws FailedException {
      ReadMessage<Q> read =
          new MessageReader<>(method.prototype(), method.limits()).read(message, charge);
      if (read.fault().isPresent()) {
        throw new FailedException(read.fault().get());
      }
      return read.message();
    }

    @Override
    byte[] write(Message message) {
      return message.toByteArray();
    }
  },

  /** ProtoJSON. */
  JSON {
    @Override
    <Q extends Message> Q read(WebMethod<Q> method, byte[] message, Charge charge)
        throws FailedException {
      return new JsonMessageReader(message, method.limits(), charge).read(method.prototype());
    }

    @Override
    byte[] write(Message message) {
      try {
        return JsonFormat.printer()
            .omittingInsignificantWhitespace()
            .print(message)
            .getBytes(StandardCharsets.UTF_8);
      } catch (InvalidProtocolBufferException e) {
        // Only an Any of a type that the printer does not know; no answer has one.
        throw new IllegalArgumentException("the answer can't be written as JSON", e);
      }
    }
  };

  /**
   * Reads a request.
   *
   * @param message is not copied, and must not change
   * @throws FailedException if it is none, or larger than is allowed
   */
  abstract <Q extends Message> Q read(WebMethod<Q> method, byte[] message, Charge charge)
      throws FailedException;

  /** Writes an answer. */
  abstract byte[] write(Message message);

  /** The last part of its types of media: {@code json}. */
  String subtype() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** That of a body; binary, unless its type says JSON. */
  static Codec of(String contentType) {
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.endsWith(JSON.subtype()) ? JSON : PROTO;
  }
}
