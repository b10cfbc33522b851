package dev.ijepa.client;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a stream: pulls inputs, reads them, opens calls and sends, one thing after the
 * other, whenever the session lets it.
 *
 * @param <T> what a success holds
 */
final class StreamPump<T> implements Runnable {
  private final InputSource inputs;
  private final Function<ImageInput, ReadImage> reader;
  private final StreamSession<T> session;
  private final OpenCall.Opener<T> opener;
  private final Runnable onEnd;
  private long nextIndex;

  StreamPump(
      InputSource inputs,
      Function<ImageInput, ReadImage> reader,
      StreamSession<T> session,
      OpenCall.Opener<T> opener,
      Runnable onEnd) {
    this.inputs = inputs;
    this.reader = reader;
    this.session = session;
    this.opener = opener;
    this.onEnd = onEnd;
  }

  @Override
  public void run() {
    try {
      start();
      pump();
    } catch (InterruptedException e) {
      session.fail(Errors.closedHere("the stream was closed"));
    } catch (IjepaException e) {
      session.fail(e);
    } catch (RuntimeException | Error e) {
      // Whatever it is, the consumer must not wait for ever.
      session.fail(new IjepaException(StatusCode.INTERNAL, "", "a defect of this client", null, e));
    } finally {
      session.endSending();
      onEnd.run();
    }
  }

  private void start() {
    try {
      inputs.start(session::inputReady);
    } catch (RuntimeException | Error e) {
      session.endOfInputs(e);
    }
  }

  private void pump() throws InterruptedException {
    while (true) {
      switch (session.nextStep()) {
        case PULL -> pull();
        case OPEN -> session.open(opener);
        case SEND -> session.sendNext();
        case HALF_CLOSE -> session.halfClose();
        case STOP -> {
          return;
        }
      }
    }
  }

  // What the caller's own code throws, whatever it is, is the caller's to see.
  private void pull() {
    @Nullable ImageInput input;
    try {
      input = inputs.next();
    } catch (RuntimeException | Error e) {
      session.endOfInputs(e);
      return;
    }
    if (input == null) {
      session.endOfInputs(null);
    } else {
      read(nextIndex++, input);
    }
  }

  private void read(long index, ImageInput input) {
    try {
      session.pulled(new PendingItem(index, input.name(), reader.apply(input)));
    } catch (IjepaException e) {
      session.unreadable(new Result.Failed<>(index, input.name(), e));
    }
  }
}
