package dev.ijepa.client;

import io.grpc.Status;
import java.util.Iterator;
import java.util.Objects;

/**
 * The thread of a stream: pulls inputs, reads them, opens calls and sends, one thing after the
 * other, whenever the session lets it.
 *
 * @param <T> what a success holds
 */
final class StreamPump<T> implements Runnable {
  private final Iterator<? extends ImageInput> inputs;
  private final ImageReader reader;
  private final StreamSession<T> session;
  private final OpenCall.Opener<T> opener;
  private final Runnable onEnd;
  private long nextIndex;

  StreamPump(
      Iterator<? extends ImageInput> inputs,
      ImageReader reader,
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
      pump();
    } catch (InterruptedException e) {
      session.fail(Errors.closedHere("the stream was closed"));
    } catch (IjepaException e) {
      session.fail(e);
    } catch (RuntimeException | Error e) {
      // Whatever it is, the consumer must not wait for ever.
      session.fail(
          new IjepaException(Status.Code.INTERNAL, "", "a defect of this client", null, e));
    } finally {
      session.halfClose();
      onEnd.run();
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

  // What the caller's iterator throws, whatever it is, is the caller's to see.
  private void pull() {
    ImageInput input;
    try {
      if (!inputs.hasNext()) {
        session.endOfInputs(null);
        return;
      }
      input = Objects.requireNonNull(inputs.next(), "an input is null");
    } catch (RuntimeException | Error e) {
      session.endOfInputs(e);
      return;
    }
    read(nextIndex++, input);
  }

  private void read(long index, ImageInput input) {
    try {
      session.pulled(new PendingItem(index, input.name(), reader.read(input)));
    } catch (IjepaException e) {
      session.unreadable(new Result.Failed<>(index, input.name(), e));
    }
  }
}
