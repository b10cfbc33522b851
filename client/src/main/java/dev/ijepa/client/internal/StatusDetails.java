package dev.ijepa.client.internal;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a status says, of a call or of an item.
 *
 * @param code gRPC's code
 * @param reason that of this API's ErrorInfo; empty if none came
 * @param message for people
 * @param retryDelay that of the RetryInfo, between zero and a day; null if none came
 */
public record StatusDetails(
    Status.Code code, String reason, String message, @Nullable Duration retryDelay) {
  private static final String DOMAIN = "ijepa.dev";

  private static final Duration LONGEST_DELAY = Duration.ofDays(1);

  /** Reads a status and its details. A detail that cannot be read tells as much as none. */
  public static StatusDetails of(com.google.rpc.Status status) {
    return new StatusDetails(
        Status.fromCodeValue(status.getCode()).getCode(),
        detail(status, ErrorInfo.class)
            .filter(info -> info.getDomain().equals(DOMAIN))
            .map(ErrorInfo::getReason)
            .orElse(""),
        status.getMessage(),
        detail(status, RetryInfo.class).map(StatusDetails::delay).orElse(null));
  }

  /** As it was told, but within what can be counted in nanoseconds: a stranger may say "never". */
  private static Duration delay(RetryInfo info) {
    long seconds = info.getRetryDelay().getSeconds();
    if (seconds < 0) {
      return Duration.ZERO;
    }
    return seconds >= LONGEST_DELAY.toSeconds()
        ? LONGEST_DELAY
        : WireDuration.of(info.getRetryDelay());
  }

  private static <M extends Message> Optional<M> detail(
      com.google.rpc.Status status, Class<M> type) {
    for (Any any : status.getDetailsList()) {
      if (any.is(type)) {
        try {
          return Optional.of(any.unpack(type));
        } catch (InvalidProtocolBufferException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
