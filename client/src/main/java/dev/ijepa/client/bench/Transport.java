package dev.ijepa.client.bench;

import dev.ijepa.v1.Timings;

/** Sends items one way: as calls of their own, or over streams. Safe for several threads. */
interface Transport extends AutoCloseable {

  /** Sends the next image. The outcome is told once, in any thread, perhaps before this returns. */
  void send(Outcome outcome);

  /** The bytes of all messages sent so far. */
  long bytesSent();

  /** Cancels what is unanswered, and disconnects. */
  @Override
  void close();

  /** Hears what became of an item. */
  interface Outcome {
    void answered(Timings timings);

    void failed(Failure failure);
  }
}
