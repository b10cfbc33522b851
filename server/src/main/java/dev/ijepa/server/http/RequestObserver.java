package dev.ijepa.server.http;

/** Hears of requests when they are over: metrics, the access log. */
@FunctionalInterface
public interface RequestObserver {
  /** A request is over. Must return at once, and must not throw. */
  void finished(FinishedRequest request);
}
