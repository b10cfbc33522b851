package dev.ijepa.server.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.server.FakeTicker;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.options.DataSize;
import dev.ijepa.server.pipeline.PipelineOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ReceptionsTest {
  private static final int MIB = 1 << 20;
  private static final long CAPACITY = 10 * MIB;
  private static final Caller HOST = new Caller("127.0.0.2");
  private static final MessageLimits LIMITS = MessageLimits.image(6 * MIB);

  private final FakeTicker ticker = new FakeTicker();
  private final Receptions receptions = new Receptions(options(), new Refusals(), ticker);
  private final List<String> refused = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();

  @Test
  void aMessageIsCountedFromItsFirstByteUntilItsHandlerReleasesIt() {
    Reception call = call("call");
    call.received(3 * MIB);
    call.received(MIB);
    call.completed();
    assertThat(receptions.bytes()).isGreaterThanOrEqualTo(4 * MIB);

    Arrival message = call.take();
    assertThat(receptions.bytes()).isGreaterThanOrEqualTo(4 * MIB);

    message.release();
    message.release();
    assertThat(receptions.bytes()).isZero();
    assertThat(refused).isEmpty();
  }

  @Test
  void theNextMessageOfAStreamIsCountedByItself() {
    Reception stream = call("stream");
    stream.received(MIB);
    stream.completed();
    Arrival first = stream.take();
    stream.received(2 * MIB);

    first.release();

    assertThat(receptions.bytes()).isBetween(2L * MIB, 3L * MIB);
  }

  @Test
  void whatHasComeInPartIsForgottenWithItsCall() {
    Reception call = call("call");
    call.received(MIB);

    call.closed();

    assertThat(receptions.bytes()).isZero();
  }

  @Test
  void aWholeMessageOfACancelledCallIsCountedUntilTheHandlersThreadHasPassedIt() {
    Reception call = call("call");
    call.received(MIB);
    call.completed();

    call.closed();
    assertThat(receptions.bytes()).isGreaterThanOrEqualTo(MIB);

    call.finished();
    assertThat(receptions.bytes()).isZero();
  }

  @Test
  void aWholeMessageThatNoHandlerTakesIsForgottenWithItsCall() {
    Reception call = receptions.open(LIMITS);
    call.received(MIB);
    call.completed();

    call.closed();

    assertThat(receptions.bytes()).isZero();
  }

  @Test
  void whoSendsWhenThereIsNoRoomIsRefused() {
    call("first").received(6 * MIB);

    call("second").received(6 * MIB);

    assertThat(refused).containsExactly("second");
    assertThat(failures).extracting(Failure::reason).containsExactly(Reason.SERVER_BUSY);
  }

  @Test
  void whoTakesLongForAMessageMakesRoomForTheOthers() {
    call("slow").received(5 * MIB);
    ticker.advance(Duration.ofSeconds(3));
    call("less slow").received(3 * MIB);
    ticker.advance(Duration.ofSeconds(3));

    call("quick").received(5 * MIB);

    assertThat(refused).containsExactly("slow");
  }

  @Test
  void whoHoldsAWholeMessageWithoutTheEndOfItsRequestMakesRoomToo() {
    Reception held = call("held");
    held.received(5 * MIB);
    held.completed();
    held.take();
    ticker.advance(Duration.ofSeconds(6));

    call("quick").received(6 * MIB);

    assertThat(refused).containsExactly("held");
  }

  @Test
  void whatInflatesBeyondTheRoomIsRefusedAloneAndNobodyElse() throws Exception {
    call("other").received(5 * MIB);
    ticker.advance(Duration.ofSeconds(6));
    Arrival first = compressed("a bomb");
    Arrival second = compressed("another");
    first.inflate(6 * MIB);

    assertThatThrownBy(() -> second.inflate(6 * MIB)).isInstanceOf(FailedException.class);
    call("a third").received(4 * MIB);

    assertThat(refused).isEmpty();
    first.release();
    second.release();
    assertThat(receptions.bytes()).isLessThan(10 * MIB);
  }

  @Test
  void oneAloneMayGoOnAsFarAsItsCopiesNeed() {
    Arrival message = compressed("alone");

    assertThatCode(() -> message.inflate(17 * MIB)).doesNotThrowAnyException();
    assertThatThrownBy(() -> message.inflate(2 * MIB)).isInstanceOf(FailedException.class);
  }

  @Test
  void whoHoldsTheMostMakesRoomForThoseWhoHoldLess() {
    call("first").received(5 * MIB);
    call("second").received(4 * MIB);

    call("third").received(2 * MIB);

    assertThat(refused).containsExactly("first");
  }

  @Test
  void smallMessagesComeThroughBesideAFewLargeOnes() {
    call("first").received(5 * MIB);
    call("second").received(5 * MIB - 20_000);

    for (int i = 0; i < 100; i++) {
      call("small").received(20_000);
    }

    assertThat(refused).isEmpty();
  }

  @Test
  void aClientThatHoldsLittleLosesNothingByAConnectionOfItsOwnHostThatFillsTheRoom() {
    fill("other", () -> new Origin(HOST, "other connection"), 100_000);

    for (int i = 0; i < 5; i++) {
      call("innocent", new Origin(HOST, "connection")).received(100_000);
    }

    assertThat(refused).containsOnly("other");
  }

  @Test
  void norByManyConnectionsOfAnotherHost() {
    fill("other", () -> new Origin(HOST, new Object()), 50_000);

    for (int i = 0; i < 10; i++) {
      call("innocent", new Origin(new Caller("127.0.0.3"), "connection")).received(100_000);
    }

    assertThat(refused).containsOnly("other");
  }

  @Test
  void aSlowSenderThatHoldsLittleLosesNothingByAnotherHostThatFillsTheRoom() {
    Reception slow = call("innocent", new Origin(new Caller("127.0.0.3"), "connection"));
    slow.received(300_000);
    ticker.advance(Duration.ofSeconds(10));

    fill("other", () -> new Origin(HOST, new Object()), 50_000);
    slow.received(300_000);

    assertThat(refused).isNotEmpty().containsOnly("other");
  }

  @Test
  void norByAnotherConnectionOfItsOwnHost() {
    Reception slow = call("innocent", new Origin(HOST, "connection"));
    slow.received(300_000);
    ticker.advance(Duration.ofSeconds(10));

    fill("other", () -> new Origin(HOST, "other connection"), 50_000);
    slow.received(300_000);

    assertThat(refused).isNotEmpty().containsOnly("other");
  }

  @Test
  void whoHasLittleInflatedGoesOnBesideThoseWhoFillTheRoom() throws Exception {
    for (int i = 0; i < 2; i++) {
      compressed("large").inflate(5 * MIB);
    }

    assertThatThrownBy(() -> compressed("another").inflate(MIB))
        .isInstanceOf(FailedException.class);
    assertThatCode(() -> compressed("small").inflate(100_000)).doesNotThrowAnyException();
  }

  @Test
  void aCallThatWasRefusedMakesRoomBeforeItIsClosed() {
    Reception slow = receptions.open(LIMITS);
    slow.handle(failures::add, () -> {});
    slow.received(MIB);
    call("first").received(5 * MIB);
    slow.refuse(new Failure(Reason.ITEM_CANCELLED, "cancelled"));

    call("second").received(5 * MIB - 10_000);

    assertThat(receptions.bytes()).isGreaterThan(CAPACITY);
    assertThat(refused).isEmpty();
  }

  /** Calls until one of them is refused; each is closed when it is. */
  private void fill(String name, Supplier<Origin> origin, int bytes) {
    while (refused.isEmpty()) {
      call(name, origin.get()).received(bytes);
    }
  }

  @Test
  void manySmallMessagesHaveABoundToo() {
    for (int i = 0; i < 1000; i++) {
      Reception small = call("small");
      small.received(20_000);
      if (small.isRefused()) {
        small.closed();
      }
    }

    assertThat(receptions.bytes()).isBetween(CAPACITY - 20_200, CAPACITY + 20_200);
    assertThat(refused).hasSizeBetween(400, 600);
  }

  private Arrival compressed(String name) {
    Reception call = call(name);
    call.received(1000);
    call.completed();
    return call.take();
  }

  @Test
  void aMessageInPiecesOfOneByteIsRefusedLongBeforeItIsWhole() {
    Reception call = call("pieces");

    int pieces = 0;
    while (refused.isEmpty() && pieces < MIB) {
      call.received(1);
      pieces++;
    }

    assertThat(pieces).isLessThan(MIB / 8);
  }

  @Test
  void aMessageOverTheLimitIsRefusedWhileItComes() {
    Reception call = call("large");
    call.received(4 * MIB);
    assertThat(refused).isEmpty();

    call.received(3 * MIB);

    assertThat(failures).extracting(Failure::reason).containsExactly(Reason.IMAGE_TOO_LARGE);
    assertThat(failures.get(0).message()).contains("6,291,456");
  }

  @Test
  void aMessageThatDripsIsEndedAndOneThatComesSteadilyIsNot() {
    Reception drip = call("drip");
    drip.received(1);
    Reception steady = call("steady");
    steady.received(MIB);

    ticker.advance(Duration.ofSeconds(59));
    receptions.endSlow();
    assertThat(refused).isEmpty();

    ticker.advance(Duration.ofSeconds(2));
    receptions.endSlow();
    assertThat(refused).containsExactly("drip");
    assertThat(failures).extracting(Failure::reason).containsExactly(Reason.ITEM_EXPIRED);

    ticker.advance(Duration.ofMinutes(5));
    receptions.endSlow();
    assertThat(refused).containsExactly("drip", "steady");
  }

  @Test
  void aRefusedCallThatStaysIsResetSoThatNothingOfItIsKept() {
    Reception unread = receptions.open(LIMITS);
    // The refusal waits behind answers that the client does not read; only the reset ends it.
    unread.handle(failure -> failures.add(failure), unread::closed);
    unread.received(7 * MIB);
    receptions.endSlow();
    assertThat(failures).extracting(Failure::reason).containsExactly(Reason.IMAGE_TOO_LARGE);
    assertThat(receptions.bytes()).isGreaterThan(6 * MIB);

    ticker.advance(Duration.ofSeconds(6));
    receptions.endSlow();

    assertThat(receptions.bytes()).isZero();
    assertThat(failures).hasSize(1);
  }

  @Test
  void aCallThatIsRefusedBeforeItsHandlerIsThereHearsItThen() {
    call("first").received(6 * MIB);
    Reception early = receptions.open(LIMITS);
    early.received(6 * MIB);
    List<Failure> heard = new ArrayList<>();

    assertThat(early.handle(heard::add, () -> {})).isFalse();

    assertThat(heard).singleElement().extracting(Failure::retryAfter).isNotNull();
  }

  private Reception call(String name, Origin origin) {
    Reception call = call(name);
    call.comesFrom(origin);
    return call;
  }

  private Reception call(String name) {
    Reception reception = receptions.open(LIMITS);
    reception.handle(
        failure -> {
          refused.add(name);
          failures.add(failure);
          reception.closed();
        },
        () -> {});
    return reception;
  }

  private static PipelineOptions options() {
    PipelineOptions options = new PipelineOptions();
    options.maxInFlight = new DataSize(CAPACITY * 8);
    return options;
  }
}
