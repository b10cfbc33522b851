package dev.ijepa.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told. */
final class RecordingObserver implements ClientObserver {
  final List<String> events = new CopyOnWriteArrayList<>();

  /** Is run while the observer is told of an answer. */
  volatile Runnable onAnswer = () -> {};

  @Override
  public void taken() {
    events.add("taken");
  }

  @Override
  public void sentAgain() {
    events.add("sent again");
  }

  @Override
  public void answered() {
    events.add("answered");
    onAnswer.run();
  }

  @Override
  public void failed(IjepaException error) {
    events.add("failed");
  }

  @Override
  public void givenUp() {
    events.add("given up");
  }
}
