package dev.ijepa.server.web;

import dev.ijepa.server.guard.Charge;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import java.util.Base64;

/** How frames of gRPC-Web are written into a body. */
enum GrpcWebBody {
  /** As they are. */
  BINARY("application/grpc-web") {
    @Override
    byte[] decode(byte[] body, Charge charge) {
      return body;
    }

    @Override
    byte[] encode(byte[] frames) {
      return frames;
    }
  },

  /** In base64. */
  TEXT("application/grpc-web-text") {
    @Override
    byte[] decode(byte[] body, Charge charge) throws FailedException {
      charge.inflate(body.length / 4L * 3);
      try {
        return Base64.getDecoder().decode(body);
      } catch (IllegalArgumentException e) {
        throw new FailedException(
            Reason.REQUEST_INVALID, "the body is not in base64, though its Content-Type says so");
      }
    }

    @Override
    byte[] encode(byte[] frames) {
      return Base64.getEncoder().encode(frames);
    }
  };

  private final String type;

  GrpcWebBody(String type) {
    this.type = type;
  }

  /** The type of media of a body whose messages are written so. */
  String type(Codec codec) {
    return type + "+" + codec.subtype();
  }

  /**
   * The frames of a body.
   *
   * @param charge for what is made of it
   */
  abstract byte[] decode(byte[] body, Charge charge) throws FailedException;

  /** A body of frames. */
  abstract byte[] encode(byte[] frames);
}
