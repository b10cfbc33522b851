package dev.ijepa.server.v2;

import dev.ijepa.server.http.HttpReply;
import dev.ijepa.server.inference.InferenceAnswer;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.session.CallPort;

/** Tells the statistics of a call that fails. */
record CountedPort(CallPort<HttpReply> port, InferenceAnswer answer)
    implements CallPort<HttpReply> {
  @Override
  public void send(HttpReply response) {
    port.send(response);
  }

  @Override
  public void complete() {
    port.complete();
  }

  @Override
  public void fail(Failure failure) {
    answer.failed();
    port.fail(failure);
  }

  @Override
  public void reset() {
    port.reset();
  }

  @Override
  public boolean isCancelled() {
    return port.isCancelled();
  }
}
