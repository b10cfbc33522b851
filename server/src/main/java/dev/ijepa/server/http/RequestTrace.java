package dev.ijepa.server.http;

/** The trace of one request. */
public interface RequestTrace {
  /** Of a request that is not traced. */
  RequestTrace NONE =
      new RequestTrace() {
        @Override
        public void within(Runnable work) {
          work.run();
        }

        @Override
        public void ended(FinishedRequest request) {}
      };

  /** Works for the request: items that begin meanwhile are traced with it. */
  void within(Runnable work);

  /** The request is over. */
  void ended(FinishedRequest request);

  /** Begins traces. */
  @FunctionalInterface
  interface Factory {
    /** Traces a request, or gives {@link #NONE}. Must not throw. */
    RequestTrace begin(RequestHead request);
  }
}
