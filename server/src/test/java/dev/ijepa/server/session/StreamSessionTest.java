package dev.ijepa.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.batching.BatchItem;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.pipeline.Lease;
import dev.ijepa.server.pipeline.TestPipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class StreamSessionTest {
  private static final int WINDOW = 3;
  private static final Failure GIVEN_UP = new Failure(Reason.SERVER_BUSY, "not read");

  private final TestPipeline pipeline = new TestPipeline();
  private final FakePort port = new FakePort();
  private final List<String> observed = Collections.synchronizedList(new ArrayList<>());
  private Sessions sessions;
  private StreamSession<String> stream;

  @BeforeEach
  void open() {
    pipeline.options.streamWindow = WINDOW;
    sessions = pipeline.sessions((model, caller, priority) -> new Observer());
    stream = sessions.openStream(port, new Caller("a client"), ItemTerms.NO_DEADLINE);
    port.session = stream;
    stream.open();
  }

  @AfterEach
  void close() {
    stream.closed();
    pipeline.close();
    assertThat(pipeline.admission.bytesInFlight()).as("leaked bytes").isZero();
    assertThat(sessions.openStreams()).isZero();
  }

  @Test
  void itAsksForOneMessageAtATimeAndForNoMoreThanItsWindow() throws Exception {
    assertThat(port.asked).isEqualTo(1);
    for (int i = 1; i < WINDOW; i++) {
      stream.received(TestMessage.of("m" + i));
      assertThat(port.asked).isEqualTo(i + 1);
    }

    stream.received(TestMessage.of("last"));
    assertThat(port.asked).as("the window is full").isEqualTo(WINDOW);

    TestPipeline.compute(pipeline.nextItem(), 1);
    assertThat(port.asked).isEqualTo(WINDOW + 1);
    TestPipeline.compute(pipeline.nextItem(), 2);
    TestPipeline.compute(pipeline.nextItem(), 3);
  }

  @Test
  void aRequestOfSeveralImagesHasOneResponseAndTakesAsMuchOfTheWindow() throws Exception {
    stream.received(TestMessage.of("three").ofImages(WINDOW));
    assertThat(port.asked).as("the window is full").isEqualTo(1);
    List<BatchItem> items = List.of(pipeline.nextItem(), pipeline.nextItem(), pipeline.nextItem());

    for (BatchItem item : items) {
      assertThat(port.events).isEmpty();
      TestPipeline.compute(item, 7);
    }

    assertThat(port.events).containsExactly("three=7.0,7.0,7.0");
    assertThat(port.asked).isEqualTo(2);
  }

  @Test
  void anImageThatFailsFailsItsRequestAloneAndCancelsTheOthersOfTheRequest() throws Exception {
    stream.received(TestMessage.of("two").ofImages(2));
    BatchItem broken = pipeline.nextItem();
    BatchItem other = pipeline.nextItem();
    TestPipeline.fail(broken, new Failure(Reason.IMAGE_CORRUPT, "the test wants it so"));
    stream.received(TestMessage.of("good"));

    TestPipeline.compute(pipeline.nextItem(), 1);

    assertThat(port.events).containsExactly("two IMAGE_CORRUPT", "good=1.0");
    assertThat(pipeline.scheduler.cancelled).containsExactly(other.terms().call());
    TestPipeline.fail(other, ItemTerms.cancelledFailure());
  }

  @Test
  void aStreamThatEndsCancelsTheImagesOfItsRequests() throws Exception {
    stream.received(TestMessage.of("one"));
    BatchItem one = pipeline.nextItem();
    stream.received(TestMessage.of("two").ofImages(2));
    BatchItem two = pipeline.nextItem();
    BatchItem other = pipeline.nextItem();

    stream.closed();

    assertThat(pipeline.scheduler.cancelled).contains(one.terms().call(), two.terms().call());
    TestPipeline.fail(one, ItemTerms.cancelledFailure());
    TestPipeline.fail(two, ItemTerms.cancelledFailure());
    TestPipeline.fail(other, ItemTerms.cancelledFailure());
  }

  @Test
  void responsesComeAsTheyAreReady() throws Exception {
    stream.received(TestMessage.of("a"));
    BatchItem first = pipeline.nextItem();
    stream.received(TestMessage.of("b"));
    BatchItem second = pipeline.nextItem();

    TestPipeline.compute(second, 2);
    TestPipeline.compute(first, 1);

    assertThat(port.events).containsExactly("b=2.0", "a=1.0");
  }

  @Test
  void responsesComeInTheOrderOfRequestsIfTheClientAsksForIt() throws Exception {
    stream.received(TestMessage.of("a").inRequestOrder());
    BatchItem first = pipeline.nextItem();
    stream.received(TestMessage.of("b"));
    BatchItem second = pipeline.nextItem();

    TestPipeline.compute(second, 2);
    assertThat(port.events).isEmpty();
    TestPipeline.compute(first, 1);

    assertThat(port.events).containsExactly("a=1.0", "b=2.0");
  }

  @Test
  void streamTermsInALaterMessageAreThatItemsError() {
    stream.received(TestMessage.invalid("a"));
    stream.received(TestMessage.of("b").inRequestOrder());

    assertThat(port.events).containsExactly("a REQUEST_INVALID", "b REQUEST_INVALID");
  }

  @Test
  void anItemThatFailsIsOneErrorAndTheStreamGoesOn() throws Exception {
    stream.received(TestMessage.of("a"));
    TestPipeline.fail(pipeline.nextItem(), new Failure(Reason.INFERENCE_FAILED, "a fault"));
    stream.received(TestMessage.of("b"));
    TestPipeline.compute(pipeline.nextItem(), 2);

    assertThat(port.events).containsExactly("a INFERENCE_FAILED", "b=2.0");
  }

  @Test
  void aResponseThatCannotBeEncodedIsAnErrorOfItsItem() throws Exception {
    stream.received(TestMessage.of(TestMessage.NOT_ENCODABLE));
    TestPipeline.compute(pipeline.nextItem(), 1);
    stream.halfClosed();

    assertThat(port.events)
        .containsExactly(TestMessage.NOT_ENCODABLE + " INFERENCE_FAILED", "complete");
  }

  @Test
  void aFirstMessageWithAFaultSaysAllTheSameInWhichOrderToAnswer() throws Exception {
    stream.received(TestMessage.invalid("a").inRequestOrder());
    stream.received(TestMessage.of("b"));
    BatchItem first = pipeline.nextItem();
    stream.received(TestMessage.of("c"));
    TestPipeline.compute(pipeline.nextItem(), 2);
    TestPipeline.compute(first, 1);

    assertThat(port.events).containsExactly("a REQUEST_INVALID", "b=1.0", "c=2.0");
  }

  @Test
  void anItemWhoseTimeIsOverIsAnsweredOnceThoughItIsComputedLater() throws Exception {
    stream.received(TestMessage.of("a").within(Duration.ofSeconds(1)));
    BatchItem item = pipeline.nextItem();
    assertThat(item.terms().fault(pipeline.ticker.read(), Duration.ZERO)).isEmpty();
    pipeline.ticker.advance(Duration.ofSeconds(2));
    assertThat(item.terms().fault(pipeline.ticker.read(), Duration.ZERO)).isPresent();

    TestPipeline.fail(item, ItemTerms.expiredFailure(Duration.ZERO));
    TestPipeline.compute(item, 1);

    assertThat(port.events).containsExactly("a ITEM_EXPIRED");
  }

  @Test
  void aRequestIdThatIsTooLongIsAnErrorThatEchoesItsBeginning() {
    stream.received(TestMessage.of("ü".repeat(129)));

    assertThat(port.events).containsExactly("ü".repeat(64) + " REQUEST_INVALID");
  }

  @Test
  void itEndsWhenTheClientHasSentAllAndHasAllResponses() throws Exception {
    stream.received(TestMessage.of("a"));
    stream.halfClosed();
    assertThat(port.events).isEmpty();

    TestPipeline.compute(pipeline.nextItem(), 1);

    assertThat(port.events).containsExactly("a=1.0", "complete");
  }

  @Test
  void whatTheClientDoesNotReadStaysChargedAndHoldsItBack() throws Exception {
    port.readsOneByOne = true;
    stream.received(TestMessage.of("a"));
    TestPipeline.compute(pipeline.nextItem(), 1);
    stream.received(TestMessage.of("b"));
    TestPipeline.compute(pipeline.nextItem(), 2);

    assertThat(port.events).containsExactly("a=1.0");
    assertThat(pipeline.admission.bytesInFlight()).isPositive();
    int asked = port.asked;

    port.ready = true;
    port.readsOneByOne = false;
    stream.transportReady();

    assertThat(port.events).containsExactly("a=1.0", "b=2.0");
    assertThat(port.asked).isGreaterThan(asked);
    assertThat(pipeline.admission.bytesInFlight()).isZero();
  }

  @Test
  void aClientThatDoesNotReadIsEndedAndThenReset() throws Exception {
    port.readsOneByOne = true;
    for (String id : List.of("a", "b")) {
      stream.received(TestMessage.of(id));
      TestPipeline.compute(pipeline.nextItem(), 1);
    }
    assertThat(stream.isStalled(Duration.ofSeconds(10))).isFalse();
    pipeline.ticker.advance(Duration.ofSeconds(11));
    assertThat(stream.isStalled(Duration.ofSeconds(10))).isTrue();

    stream.abort(GIVEN_UP);
    assertThat(port.events).containsExactly("a=1.0", "fail SERVER_BUSY");
    assertThat(stream.isStalled(Duration.ofSeconds(10))).as("its end was sent just now").isFalse();

    stream.abort(GIVEN_UP);
    assertThat(port.events).containsExactly("a=1.0", "fail SERVER_BUSY", "reset");
  }

  @Test
  void stalledStreamsAreEndedOnlyIfOthersNeedTheRoom() throws Exception {
    FakePort reading = new FakePort();
    StreamSession<String> innocent =
        sessions.openStream(reading, new Caller("another"), ItemTerms.NO_DEADLINE);
    innocent.open();
    innocent.received(TestMessage.of("c"));
    BatchItem waited = pipeline.nextItem();
    port.readsOneByOne = true;
    for (String id : List.of("a", "b")) {
      stream.received(TestMessage.of(id));
      TestPipeline.compute(pipeline.nextItem(), 1);
    }
    pipeline.ticker.advance(Duration.ofSeconds(11));
    sessions.endStalled();
    assertThat(port.events).as("there is room for all").containsExactly("a=1.0");

    Lease most = pipeline.take(TestPipeline.CAPACITY / 3 * 2);
    sessions.endStalled();
    assertThat(port.events).containsExactly("a=1.0", "fail SERVER_BUSY");
    sessions.endStalled();
    assertThat(port.events).as("it may read of its end").doesNotContain("reset");
    pipeline.ticker.advance(Duration.ofSeconds(11));
    sessions.endStalled();
    assertThat(port.events).endsWith("reset");

    assertThat(reading.events).isEmpty();
    TestPipeline.compute(waited, 3);
    assertThat(reading.events).containsExactly("c=3.0");
    most.release();
    innocent.closed();
  }

  @Test
  void aClientThatIsWaitedForIsNeverStalled() {
    pipeline.ticker.advance(Duration.ofHours(1));

    assertThat(stream.isStalled(Duration.ofSeconds(10))).isFalse();
  }

  @Test
  void aDrainAnswersWhatCameAndTakesNoMore() throws Exception {
    stream.received(TestMessage.of("a"));
    int asked = port.asked;

    sessions.drain();
    assertThat(port.events).isEmpty();
    TestPipeline.compute(pipeline.nextItem(), 1);

    assertThat(port.events).containsExactly("a=1.0", "fail SERVER_NOT_SERVING");
    assertThat(port.asked).isEqualTo(asked);
  }

  @Test
  void aStreamThatOpensDuringADrainIsDrainedToo() {
    sessions.drain();
    FakePort late = new FakePort();
    StreamSession<String> another =
        sessions.openStream(late, new Caller("late"), ItemTerms.NO_DEADLINE);
    another.open();

    assertThat(late.events).containsExactly("fail SERVER_NOT_SERVING");
    assertThat(late.asked).isZero();
    another.closed();
  }

  @Test
  void anOutcomeAfterTheEndIsNotSentAndItsBytesAreReleased() throws Exception {
    stream.received(TestMessage.of("a"));
    BatchItem item = pipeline.nextItem();
    stream.closed();

    TestPipeline.compute(item, 1);

    assertThat(port.events).isEmpty();
    assertThat(pipeline.admission.bytesInFlight()).isZero();
  }

  @Test
  void anObserverSeesEachStepInOrder() throws Exception {
    stream.received(TestMessage.of("a"));
    TestPipeline.compute(pipeline.nextItem(), 1);

    assertThat(observed)
        .containsExactly(
            "admitted", "decodingBegan", "decodingEnded", "finished", "encoded", "sent");
  }

  private final class Observer implements ItemObserver {
    @Override
    public void admitted() {
      observed.add("admitted");
    }

    @Override
    public void decodingBegan() {
      observed.add("decodingBegan");
    }

    @Override
    public void decodingEnded() {
      observed.add("decodingEnded");
    }

    @Override
    public void finished(ItemOutcome outcome) {
      observed.add("finished");
    }

    @Override
    public void encoded() {
      observed.add("encoded");
    }

    @Override
    public void sent() {
      observed.add("sent");
    }
  }
}
