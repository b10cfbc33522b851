package dev.ijepa.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.ijepa.client.StreamSession.Step;
import dev.ijepa.v1.Image;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  private static final Duration WAIT = Duration.ofMillis(1);
  private static final Duration AGE = Duration.ofMinutes(2);

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

  @Test
  void anOldCallAnswersWhatItCarriesWhileTheNextOneTakesWhatFollows() throws InterruptedException {
    open();
    OpenCall.Listener<String> old = network();
    send(0, 10);
    session.pulled(item(1, 10));

    scheduler.pass(AGE.multipliedBy(2));

    assertThat(session.nextStep()).isEqualTo(Step.HALF_CLOSE);
    session.halfClose();
    assertThat(call.halfClosed).isTrue();
    assertThat(session.nextStep()).as("without waiting").isEqualTo(Step.OPEN);
    open();
    session.sendNext();
    network().onValue(1, "b", 1);
    old.onValue(0, "a", 1);
    old.onClosed(Errors.endedEarly());
    session.endOfInputs(null);

    assertThat(call.sent).as("each once").containsExactly(0L, 1L);
    assertThat(taken()).containsExactly("a", "b");
    assertThat(scheduler.waits).as("a move is no failure").isEmpty();
  }

  @Test
  void whatAnOldCallHasNotAnsweredIsSentAgainAndNothingElse() throws InterruptedException {
    open();
    OpenCall.Listener<String> old = network();
    send(0, 10);
    session.pulled(item(1, 10));
    scheduler.pass(AGE.multipliedBy(2));
    assertThat(session.nextStep()).isEqualTo(Step.HALF_CLOSE);
    session.halfClose();
    open();
    session.sendNext();

    old.onClosed(unavailable());
    session.sendNext();

    assertThat(call.sent).containsExactly(0L, 1L, 0L);
  }

  @Test
  void anIdleStreamDoesNotMove() throws InterruptedException {
    open();
    send(0, 10);
    network().onValue(0, "a", 1);

    scheduler.pass(AGE.multipliedBy(2));

    assertThat(session.nextStep()).isEqualTo(Step.PULL);
    assertThat(call.halfClosed).isFalse();
  }

  @Test
  void ifAServerIsAddedTheStreamMovesSoon() throws InterruptedException {
    open();
    session.serverAdded();
    session.pulled(item(0, 10));

    scheduler.pass(Duration.ofSeconds(10));

    assertThat(session.nextStep()).isEqualTo(Step.HALF_CLOSE);
  }

  @Test
  void anItemWhoseCallsBreakIsSentAloneAndThenFailsAlone() throws InterruptedException {
    StreamSession<String> patient = session(4, 100, new RetrySettings(15, WAIT, WAIT));
    for (int i = 0; i < 3; i++) {
      patient.pulled(item(i, 1));
    }
    patient.endOfInputs(null);
    int calls = 0;
    // A server, or what is before it, that dies of item 1.
    while (patient.nextStep() != Step.STOP && calls < 20) {
      openOn(patient);
      calls++;
      call.sent.clear();
      while (!call.sent.contains(1L) && patient.nextStep() == Step.SEND) {
        patient.sendNext();
        if (!call.sent.contains(1L)) {
          network().onValue(call.sent.get(call.sent.size() - 1), "ok", 1);
        }
      }
      if (call.sent.contains(1L)) {
        network().onClosed(cut());
      }
    }

    assertThat(calls).isBetween(6, 8);
    assertThat(patient.peek()).isInstanceOf(Result.Ok.class);
    patient.take();
    assertThat(patient.peek())
        .isInstanceOfSatisfying(
            Result.Failed.class,
            failed -> {
              assertThat(failed.index()).isEqualTo(1);
              assertThat(failed.error().reason()).isEqualTo(IjepaException.CALL_CUT);
            });
    patient.take();
    assertThat(patient.peek()).as("the stream goes on").isInstanceOf(Result.Ok.class);
  }

  @Test
  void anOutageHasNoCulprit() throws InterruptedException {
    StreamSession<String> patient = session(4, 100, new RetrySettings(5, WAIT, WAIT));
    patient.pulled(item(0, 1));
    patient.pulled(item(1, 1));
    int calls = 0;
    for (; calls < 20 && patient.nextStep() == Step.OPEN; calls++) {
      openOn(patient);
      patient.sendNext();
      patient.sendNext();
      network().onClosed(unavailable());
    }

    assertThat(calls).as("patience, and one attempt for who is behind the suspect").isEqualTo(6);
    assertThatThrownBy(
            () -> {
              while (patient.peek() != null) {
                patient.take();
              }
            })
        .hasMessageContaining("gone");
  }

  private List<String> taken() {
    List<String> taken = new ArrayList<>();
    for (Result<String> next = session.peek(); next != null; next = session.peek()) {
      taken.add(next.orElseThrow());
      session.take();
    }
    return taken;
  }

  private StreamSession<String> session(int items, long bytes) {
    return session(items, bytes, RETRY);
  }

  private StreamSession<String> session(int items, long bytes, RetrySettings retry) {
    StreamSettings settings = StreamSettings.defaults().withWindow(items, bytes);
    Backoff backoff = new Backoff(retry, RandomGenerator.getDefault());
    return new StreamSession<>(
        settings.withRetry(retry).withMaxCallAge(AGE),
        backoff,
        scheduler,
        observer,
        inputReady::get);
  }

  private void open() {
    openOn(session);
  }

  private void openOn(StreamSession<String> stream) {
    stream.open(
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
    return new PendingItem(index, "item-" + index, new ReadImage(image, List.of()));
  }

  private static IjepaException corrupt() {
    return new IjepaException(StatusCode.INVALID_ARGUMENT, "IMAGE_CORRUPT", "no image");
  }

  private static IjepaException cut() {
    return new IjepaException(StatusCode.UNAVAILABLE, IjepaException.CALL_CUT, "RST_STREAM");
  }

  private static IjepaException unavailable() {
    return new IjepaException(StatusCode.UNAVAILABLE, "", "gone");
  }
}
