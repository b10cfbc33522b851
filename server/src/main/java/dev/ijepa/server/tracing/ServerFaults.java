package dev.ijepa.server.tracing;

import dev.ijepa.server.grpc.FailureStatus;
import dev.ijepa.server.item.Failure;
import io.grpc.Status;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which calls and items count as errors in traces: those with a fault of the server. An image that
 * can't be decoded is a fault of the client.
 *
 * <p>Source: OpenTelemetry's semantic conventions for gRPC, spans of servers.
 */
final class ServerFaults {
  private static final Set<Status.Code> CODES =
      EnumSet.of(
          Status.Code.UNKNOWN,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.UNIMPLEMENTED,
          Status.Code.INTERNAL,
          Status.Code.UNAVAILABLE,
          Status.Code.DATA_LOSS);

  private ServerFaults() {}

  static boolean has(Status.Code code) {
    return CODES.contains(code);
  }

  /** An item's reason is a fault where its status is one. */
  static boolean has(Failure.Reason reason) {
    return has(FailureStatus.code(reason));
  }
}
