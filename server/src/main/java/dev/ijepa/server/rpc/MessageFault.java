package dev.ijepa.server.rpc;

import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import io.grpc.Context;
import org.jspecify.annotations.Nullable;

/**
 * Tells a stream's handler that the message that it is given has a fault. The fault is the error of
 * that item alone: {@link MessageParsing} cannot end the call for it, and gRPC's handlers take no
 * more than the message.
 */
final class MessageFault {
  private static final Context.Key<Failure> KEY = Context.key("message-fault");

  private MessageFault() {}

  /** Runs a handler of the message. */
  static void during(Failure fault, Runnable handler) {
    Context.current().withValue(KEY, fault).run(handler);
  }

  /**
   * Checks the message that is being handled.
   *
   * @throws FailedException if it has a fault
   */
  static void throwIfAny() throws FailedException {
    @Nullable Failure fault = KEY.get();
    if (fault != null) {
      throw new FailedException(fault);
    }
  }
}
