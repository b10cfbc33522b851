package dev.ijepa.server.http;

import com.google.common.base.Ticker;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Nanos;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * How long a client waits for its answer. HTTP has no header for it; gRPC and Connect have, and so
 * it may be told in either on every route: {@code grpc-timeout: 250m}, {@code connect-timeout-ms:
 * 250}.
 */
final class RequestDeadline {
  private static final String GRPC = "grpc-timeout";
  private static final String CONNECT = "connect-timeout-ms";
  private static final Pattern GRPC_VALUE = Pattern.compile("([0-9]{1,8})([HMSmun])");
  private static final Pattern CONNECT_VALUE = Pattern.compile("[0-9]{1,10}");

  private RequestDeadline() {}

  /**
   * When the client stops waiting, on the ticker; the earlier one if both headers are there.
   *
   * @throws HttpErrorException if a header has another form
   */
  static long of(HttpFields headers, Ticker ticker) throws HttpErrorException {
    long left = Math.min(grpc(headers.get(GRPC)), connect(headers.get(CONNECT)));
    return left == ItemTerms.NO_DEADLINE ? left : Nanos.plus(ticker.read(), left);
  }

  private static long grpc(@Nullable String value) throws HttpErrorException {
    if (value == null) {
      return ItemTerms.NO_DEADLINE;
    }
    Matcher matcher = GRPC_VALUE.matcher(value);
    if (!matcher.matches()) {
      throw invalid(GRPC, "up to 8 digits and a unit, such as 250m for milliseconds");
    }
    return unit(matcher.group(2)).toNanos(Long.parseLong(matcher.group(1)));
  }

  private static TimeUnit unit(String letter) {
    return switch (letter) {
      case "H" -> TimeUnit.HOURS;
      case "M" -> TimeUnit.MINUTES;
      case "S" -> TimeUnit.SECONDS;
      case "m" -> TimeUnit.MILLISECONDS;
      case "u" -> TimeUnit.MICROSECONDS;
      default -> TimeUnit.NANOSECONDS;
    };
  }

  private static long connect(@Nullable String value) throws HttpErrorException {
    if (value == null) {
      return ItemTerms.NO_DEADLINE;
    }
    if (!CONNECT_VALUE.matcher(value).matches()) {
      throw invalid(CONNECT, "milliseconds, up to 10 digits");
    }
    return TimeUnit.MILLISECONDS.toNanos(Long.parseLong(value));
  }

  private static HttpErrorException invalid(String header, String allowed) {
    return HttpError.of(400, "the header %s must be %s".formatted(header, allowed)).asException();
  }
}
