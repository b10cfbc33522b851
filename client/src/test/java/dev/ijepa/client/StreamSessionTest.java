package dev.ijepa.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.ijepa.client.StreamSession.Step;
import dev.ijepa.v1.Image;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The decisions of a stream, without threads and without a network. */
@Timeout(10)
class StreamSessionTest {
  private static final RetrySettings RETRY =
      new RetrySettings(3, Duration.ofMillis(1), Duration.ofMillis(1));

  private final FakeScheduler scheduler = new FakeScheduler();
  private final AtomicBoolean inputReady = new AtomicBoolean(true);
  private final RecordingObserver observer = new RecordingObserver();
  private final FakeCall call = new FakeCall();
  private final StreamSession<String> session = session(4, 100);
  private OpenCall.@Nullable Listener<String> network;

  @Test
  void aCallIsOpenedOnlyWhenThereIsSomethingToSend() throws InterruptedException {
    assertThat(session.nextStep()).isEqualTo(Step.PULL);

    session.pulled(item(0, 10));

    assertThat(session.nextStep()).isEqualTo(Step.OPEN);
  }

  @Test
  void nothingIsPulledOverTheWindow() throws InterruptedException {
    open();
    for (int i = 0; i < 4; i++) {
      assertThat(session.nextStep()).isEqualTo(Step.PULL);
      send(i, 10);
    }

    network().onValue(0, "a", 1);
    network().onValue(1, "b", 1);
    session.take();

    // Two were answered, but one of them is still here.
    assertThat(session.nextStep()).isEqualTo(Step.PULL);
    send(4, 10);
    session.endOfInputs(null);
    assertThat(call.sent).containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void nothingIsPulledWhileThereIsNoInput() throws InterruptedException {
    inputReady.set(false);
    session.pulled(item(0, 1));

    // With nothing to pull there is still something to send.
    assertThat(session.nextStep()).isEqualTo(Step.OPEN);

    inputReady.set(true);
    open();
    session.sendNext();
    assertThat(session.nextStep()).isEqualTo(Step.PULL);
  }

  @Test
  void answersThatAreNotTakenAreNotAskedFor() throws InterruptedException {
    open();
    send(0, 10);
    send(1, 10);
    assertThat(call.answersRequested).isEqualTo(1);

    network().onValue(0, "large", 100);
    assertThat(call.answersRequested).isEqualTo(1);

    session.take();
    assertThat(call.answersRequested).isEqualTo(2);
  }

  @Test
  void onlyWhatHasNoAnswerIsDueAgainWhenTheCallBreaks() throws InterruptedException {
    open();
    send(0, 10);
    send(1, 10);
    send(2, 10);
    network().onValue(1, "b", 1);

    network().onClosed(unavailable());
    open();
    session.sendNext();
    session.sendNext();

    assertThat(call.sent).containsExactly(0L, 1L, 2L, 0L, 2L);
    assertThat(session.nextStep()).isEqualTo(Step.PULL);
  }

  @Test
  void anObserverIsCalledWhileOthersMayUseTheStream() {
    AtomicBoolean isFree = new AtomicBoolean();
    observer.onAnswer =
        () -> {
          Thread other = new Thread(session::inputReady);
          other.start();
          try {
            other.join(Duration.ofSeconds(2).toMillis());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          isFree.set(!other.isAlive());
        };
    open();
    send(0, 10);

    network().onValue(0, "a", 1);

    assertThat(isFree).isTrue();
  }

  @Test
  void aSecondAnswerToAnItemIsIgnored() {
    open();
    send(0, 10);

    network().onValue(0, "first", 1);
    network().onValue(0, "second", 1);
    session.endOfInputs(null);

    assertThat(Objects.requireNonNull(session.peek()).orElseThrow()).isEqualTo("first");
    session.take();
    assertThat(session.peek()).isNull();
  }

  @Test
  void whatWasAnsweredIsDeliveredBeforeTheStreamIsGivenUp() {
    open();
    send(0, 10);
    send(1, 10);
    send(2, 10);
    network().onValue(0, "a", 1);
    network().onValue(2, "c", 1);

    network().onClosed(new IjepaException(StatusCode.INTERNAL, "", "for good"));

    assertThat(Objects.requireNonNull(session.peek()).index()).isEqualTo(0);
    session.take();
    assertThat(Objects.requireNonNull(session.peek()).index()).isEqualTo(2);
    session.take();
    assertThatThrownBy(session::peek).hasMessageContaining("for good");
  }

  @Test
  void anIdleCallThatEndsCostsNoPatience() throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      open();
      send(i, 10);
      network().onValue(i, "x", 1);
      session.take();
      network().onClosed(unavailable());

      assertThat(session.nextStep()).isEqualTo(Step.PULL);
    }
  }

  @Test
  void closingCancelsTheCall() throws InterruptedException {
    open();
    send(0, 10);

    session.close();

    assertThat(call.cancelled).isTrue();
    assertThat(session.nextStep()).isEqualTo(Step.STOP);
    assertThat(session.peek()).isNull();
  }

  @Test
  void aCallThatEndsWhileItIsOpenedIsOpenedAgain() throws InterruptedException {
    session.pulled(item(0, 10));

    session.open(
        listener -> {
          listener.onClosed(unavailable());
          return call;
        });

    assertThat(session.nextStep()).isEqualTo(Step.OPEN);
    assertThat(scheduler.waits).hasSize(1);
  }

  @Test
  void anObserverLearnsTheEndOfEachImageOnce() {
    open();
    send(0, 10);
    send(1, 10);
    network().onValue(0, "a", 1);
    network().onItemError(1, corrupt());
    // Twice is once.
    network().onValue(0, "a", 1);
    session.unreadable(new Result.Failed<>(2, "item-2", corrupt()));
    send(3, 10);

    session.close();

    assertThat(observer.events)
        .containsExactlyInAnyOrder(
            "taken", "taken", "answered", "failed", "taken", "failed", "taken", "given up");
  }

  @Test
  void anObserverLearnsWhatIsSentAgain() {
    open();
    send(0, 10);
    send(1, 10);
    network().onValue(0, "a", 1);
    network().onClosed(unavailable());

    open();
    session.sendNext();

    assertThat(observer.events).containsOnlyOnce("sent again");
  }

  private StreamSession<String> session(int items, long bytes) {
    StreamSettings settings = StreamSettings.defaults().withWindow(items, bytes);
    Backoff backoff = new Backoff(RETRY, RandomGenerator.getDefault());
    return new StreamSession<>(
        settings.withRetry(RETRY), backoff, scheduler, observer, inputReady::get);
  }

  private void open() {
    session.open(
        listener -> {
          network = listener;
          return call;
        });
  }

  private void send(long index, int bytes) {
    session.pulled(item(index, bytes));
    session.sendNext();
  }

  private OpenCall.Listener<String> network() {
    return Objects.requireNonNull(network);
  }

  private static PendingItem item(long index, int bytes) {
    Image image = Image.newBuilder().setEncoded(ByteString.copyFrom(new byte[bytes])).build();
    return new PendingItem(index, "item-" + index, image);
  }

  private static IjepaException corrupt() {
    return new IjepaException(StatusCode.INVALID_ARGUMENT, "IMAGE_CORRUPT", "no image");
  }

  private static IjepaException unavailable() {
    return new IjepaException(StatusCode.UNAVAILABLE, "", "gone");
  }
}
