package dev.ijepa.server.grpc;

import dev.ijepa.server.item.Failure;
import io.grpc.Context;
import java.util.Optional;

/**
 * Tells a stream's handler that the message that it is given has a fault. The fault is the error of
 * that item alone: {@link MessageParsing} cannot end the call for it, and gRPC's handlers take no
 * more than the message.
 */
public final class MessageFault {
  private static final Context.Key<Failure> KEY = Context.key("message-fault");

  private MessageFault() {}

  /** Runs a handler of the message. */
  static void during(Failure fault, Runnable handler) {
    Context.current().withValue(KEY, fault).run(handler);
  }

  /** The fault of the message that is being handled. */
  public static Optional<Failure> current() {
    return Optional.ofNullable(KEY.get());
  }
}
