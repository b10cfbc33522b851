package dev.ijepa.server.logging;

import dev.ijepa.server.http.FinishedRequest;
import dev.ijepa.server.http.RequestObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a line to the access log for each request to the HTTP port, when it is over. */
final class LoggedRequests implements RequestObserver {
  private static final Logger log = LoggerFactory.getLogger(LogKeys.ACCESS);
  private static final double NANOS_PER_MILLI = 1e6;

  @Override
  public void finished(FinishedRequest request) {
    double millis = request.nanos() / NANOS_PER_MILLI;
    String method = request.method() + " " + request.route();
    log.atInfo()
        .setMessage("{} {} {} {} in {} ms")
        .addArgument(request.caller().name())
        .addArgument(method)
        .addArgument(request.status())
        .addArgument(request.reason())
        .addArgument(() -> "%.1f".formatted(millis))
        .addKeyValue(LogKeys.CLIENT, request.caller().name())
        .addKeyValue("method", method)
        .addKeyValue("status", request.status())
        .addKeyValue("reason", request.reason())
        .addKeyValue("duration_ms", millis)
        .log();
  }
}
