package dev.ijepa.server.web;

import com.google.rpc.Status;
import dev.ijepa.server.guard.Charge;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Frames of gRPC-Web: a byte of flags, the length in four bytes, big-endian, and so many bytes. The
 * last frame of a response has its status. Source: gRPC's doc/PROTOCOL-WEB.md.
 */
final class GrpcWebFrames {
  private static final int HEADER_BYTES = 1 + Integer.BYTES;
  private static final byte MESSAGE = 0;
  private static final byte COMPRESSED = 1;
  private static final byte TRAILERS = (byte) 0x80;
  private static final String OK = "grpc-status: 0\r\n";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private GrpcWebFrames() {}

  /**
   * The message of a request that has one.
   *
   * @param charge for its copy
   * @throws FailedException if there is not exactly one message, or it is compressed
   */
  static byte[] message(byte[] frames, Charge charge) throws FailedException {
    if (frames.length < HEADER_BYTES) {
      throw invalid("the body ends within the header of a frame");
    }
    ByteBuffer header = ByteBuffer.wrap(frames);
    byte flags = header.get();
    long length = Integer.toUnsignedLong(header.getInt());
    if (flags == COMPRESSED) {
      throw invalid("the message is compressed; send it as it is");
    }
    if (flags != MESSAGE || length != frames.length - HEADER_BYTES) {
      throw invalid("the body must be one frame of gRPC-Web, with one message");
    }
    charge.inflate(length);
    return Arrays.copyOfRange(frames, HEADER_BYTES, frames.length);
  }

  /** A response with a message. */
  static byte[] response(byte[] message) {
    byte[] trailers = OK.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(2 * HEADER_BYTES + message.length + trailers.length)
        .put(MESSAGE)
        .putInt(message.length)
        .put(message)
        .put(TRAILERS)
        .putInt(trailers.length)
        .put(trailers)
        .array();
  }

  /** A response with an error. */
  static byte[] error(Status status) {
    String text =
        "grpc-status: %d\r\ngrpc-message: %s\r\ngrpc-status-details-bin: %s\r\n"
            .formatted(
                status.getCode(),
                percentEncoded(status.getMessage()),
                Base64.getEncoder().withoutPadding().encodeToString(status.toByteArray()));
    byte[] trailers = text.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(HEADER_BYTES + trailers.length)
        .put(TRAILERS)
        .putInt(trailers.length)
        .put(trailers)
        .array();
  }

  /** As gRPC writes a message into a header. Source: gRPC's doc/PROTOCOL-HTTP2.md, Percent-Byte. */
  private static String percentEncoded(String message) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : message.getBytes(StandardCharsets.UTF_8)) {
      if (each >= ' ' && each <= '~' && each != '%') {
        encoded.append((char) each);
      } else {
        encoded.append('%').append(HEX.toHexDigits(each));
      }
    }
    return encoded.toString();
  }

  private static FailedException invalid(String message) {
    return new FailedException(Reason.REQUEST_INVALID, message);
  }
}
