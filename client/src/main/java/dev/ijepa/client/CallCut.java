package dev.ijepa.client;

import io.grpc.Status;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises calls that something between the client and the server has ended, and says what that
 * was likely to be. The server itself always gives a reason (ErrorInfo).
 *
 * <p>nginx and Envoy reset a stream (RST_STREAM) that reaches one of their limits; gRPC makes
 * INTERNAL of it, as of a defect of the server. Or they answer with a page of HTTP.
 */
final class CallCut {
  private static final Set<Code> AMBIGUOUS =
      Set.of(Code.INTERNAL, Code.UNKNOWN, Code.CANCELLED, Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED);
  // gRPC's descriptions are no API: a test holds what its version says.
  private static final Pattern RESET =
      Pattern.compile("(?i)rst_?\\s?stream|http/2 error code|without a status|end of stream");
  private static final Pattern HTTP = Pattern.compile("HTTP status code (\\d{3})");
  private static final Set<String> TOO_LARGE = Set.of("413", "431", "414");

  private static final long NGINX_BODY_BYTES = 1 << 20;
  private static final Duration ENVOY_ROUTE = Duration.ofSeconds(15);
  private static final Duration NGINX_READ = Duration.ofSeconds(60);
  private static final Duration ENVOY_IDLE = Duration.ofMinutes(5);
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private CallCut() {}

  /**
   * Whether a call was cut, though its status may say something else.
   *
   * @param status without a reason of the server
   */
  static boolean isCut(Status status) {
    String description = String.valueOf(status.getDescription());
    if (status.getCause() != null || !AMBIGUOUS.contains(status.getCode())) {
      return false;
    }
    // A server that is shut down resets its streams with the HTTP/2 code CANCEL, which arrives as
    // CANCELLED although nobody here cancelled.
    return status.getCode() == Code.CANCELLED || RESET.matcher(description).find();
  }

  /** Whether a proxy refused the request as too large, which another attempt would not change. */
  static boolean isTooLarge(Status status) {
    Matcher http = HTTP.matcher(String.valueOf(status.getDescription()));
    return http.find() && TOO_LARGE.contains(http.group(1));
  }

  /** What happened, and which settings of proxies do so. */
  static String describe(Status status, CallProgress progress) {
    List<String> likely = likely(status, progress);
    return String.format(
        Locale.ROOT,
        "the call was cut after %.1f s and %,d bytes sent (%s), by the server's end or by a proxy. %s",
        progress.open().toMillis() / 1000.0,
        progress.sentBytes(),
        status.getDescription(),
        likely.isEmpty()
            ? "If a proxy is between, see \"Behind proxies\" in docs/operations.md"
            : "Likely: " + String.join("; or ", likely));
  }

  private static List<String> likely(Status status, CallProgress progress) {
    List<String> likely = new ArrayList<>();
    if (isTooLarge(status) || progress.sentBytes() >= NGINX_BODY_BYTES) {
      likely.add(
          "nginx ends a call after client_max_body_size (1 MiB unless set): client_max_body_size 0");
    }
    if (isNear(progress.open(), ENVOY_ROUTE)) {
      likely.add("Envoy ends a call after its route's timeout (15 s unless set): timeout: 0s");
    }
    if (isNear(progress.silent(), NGINX_READ)) {
      likely.add(
          "nginx ends a silent call (60 s unless set): grpc_read_timeout, grpc_send_timeout and client_body_timeout 1h");
    }
    if (isNear(progress.silent(), ENVOY_IDLE)) {
      likely.add("Envoy ends a silent call (5 min unless set): stream_idle_timeout: 0s");
    }
    return likely;
  }

  private static boolean isNear(Duration time, Duration limit) {
    return time.minus(limit).abs().compareTo(TOLERANCE) <= 0;
  }
}
