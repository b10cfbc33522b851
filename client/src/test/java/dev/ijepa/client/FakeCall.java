package dev.ijepa.client;

import java.util.ArrayList;
import java.util.List;

/** A call without a network: a test is the server. */
final class FakeCall implements OpenCall {
  final List<Long> sent = new ArrayList<>();
  boolean ready = true;
  int answersRequested;
  boolean halfClosed;
  boolean cancelled;

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  public void send(long index, ReadImage image) {
    sent.add(index);
  }

  @Override
  public void requestAnswer() {
    answersRequested++;
  }

  @Override
  public void halfClose() {
    halfClosed = true;
  }

  @Override
  public void cancel() {
    cancelled = true;
  }
}
