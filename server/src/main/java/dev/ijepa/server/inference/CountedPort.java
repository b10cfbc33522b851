package dev.ijepa.server.inference;

import dev.ijepa.server.item.Failure;
import dev.ijepa.server.session.CallPort;

/**
 * The port of a call whose failure is counted.
 *
 * @param port that answers the call
 * @param answer that counts it
 */
public record CountedPort<T>(CallPort<T> port, InferenceAnswer answer) implements CallPort<T> {
  @Override
  public void send(T response) {
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
  public long bytesSent() {
    return port.bytesSent();
  }

  @Override
  public boolean isCancelled() {
    return port.isCancelled();
  }
}
