package dev.ijepa.server.session;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.batching.BatchItem;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Priority;
import dev.ijepa.server.pipeline.Lease;
import dev.ijepa.server.pipeline.TestPipeline;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SingleCallTest {
  private final TestPipeline pipeline = new TestPipeline();
  private final Sessions sessions = pipeline.sessions();
  private final FakePort port = new FakePort();
  private final SingleCall<String> call =
      sessions.openCall(port, new Caller("a client"), ItemTerms.NO_DEADLINE);

  @AfterEach
  void close() {
    call.closed();
    pipeline.close();
    assertThat(pipeline.admission.bytesInFlight()).as("leaked bytes").isZero();
  }

  private void start() {
    port.session = call;
    call.start(
        TestPipeline::query,
        TestMessage.BYTES,
        results -> "answer " + results.get(0).outputs().get(0).values()[0]);
  }

  @Test
  void itIsAnsweredOnceAndItsBytesAreChargedUntilTheAnswerHasLeft() throws Exception {
    start();
    BatchItem item = pipeline.nextItem();
    assertThat(item.terms().priority()).isEqualTo(Priority.INTERACTIVE);

    TestPipeline.compute(item, 1);
    TestPipeline.compute(item, 2);

    assertThat(port.events).containsExactly("answer 1.0", "complete");
    assertThat(pipeline.admission.bytesInFlight()).isPositive();
    call.closed();
    assertThat(pipeline.admission.bytesInFlight()).isZero();
  }

  @Test
  void aResponseThatCannotBeEncodedIsAnError() throws Exception {
    call.start(
        TestPipeline::query,
        TestMessage.BYTES,
        result -> {
          throw new IllegalStateException("the test wants it so");
        });
    TestPipeline.compute(pipeline.nextItem(), 1);

    assertThat(port.events).containsExactly("fail INFERENCE_FAILED");
  }

  @Test
  void aFaultOfTheMessageEndsIt() {
    call.start(
        () -> {
          throw new FailedException(Reason.REQUEST_INVALID, "the test wants it so");
        },
        TestMessage.BYTES,
        result -> "never");

    assertThat(port.events).containsExactly("fail REQUEST_INVALID");
  }

  @Test
  void itIsRefusedAtOnceWhereThereIsNoRoom() {
    // What is larger than three quarters of the budget is charged as three quarters.
    Lease most = pipeline.take(TestPipeline.CAPACITY);
    Lease rest = pipeline.take(TestPipeline.CAPACITY / 4);

    start();

    assertThat(port.events).containsExactly("fail SERVER_BUSY");
    most.release();
    rest.release();
  }

  @Test
  void aClientThatDoesNotReadIsStalledAfterTheAnswerOnlyAndIsReset() throws Exception {
    start();
    pipeline.ticker.advance(Duration.ofSeconds(5));
    assertThat(call.isStalled(Duration.ofSeconds(10))).isFalse();
    TestPipeline.compute(pipeline.nextItem(), 1);
    pipeline.ticker.advance(Duration.ofSeconds(9));
    assertThat(call.isStalled(Duration.ofSeconds(10))).isFalse();
    pipeline.ticker.advance(Duration.ofSeconds(2));
    assertThat(call.isStalled(Duration.ofSeconds(10))).isTrue();

    sessions.endStalled();
    assertThat(port.events).as("there is room for all").doesNotContain("reset");

    Lease most = pipeline.take(TestPipeline.CAPACITY / 3 * 2);
    sessions.endStalled();
    assertThat(port.events).endsWith("reset");
    most.release();
  }

  @Test
  void aClientThatReadsALongAnswerSteadilyIsNotStalled() throws Exception {
    start();
    TestPipeline.compute(pipeline.nextItem(), 1);
    pipeline.ticker.advance(Duration.ofSeconds(30));
    port.sent = 20 * (256 << 10);
    assertThat(call.isStalled(Duration.ofSeconds(10))).isFalse();

    pipeline.ticker.advance(Duration.ofSeconds(1));

    assertThat(call.isStalled(Duration.ofSeconds(10))).isTrue();
  }

  private void start(int images) {
    port.session = call;
    call.start(
        () -> TestPipeline.query(images),
        TestMessage.BYTES,
        results ->
            results.stream()
                .map(result -> String.valueOf(result.outputs().get(0).values()[0]))
                .collect(joining(",")));
  }

  @Test
  void severalImagesHaveOneAnswerInTheirOrder() throws Exception {
    start(3);
    BatchItem first = pipeline.nextItem();
    BatchItem second = pipeline.nextItem();
    BatchItem third = pipeline.nextItem();

    TestPipeline.compute(third, 3);
    TestPipeline.compute(first, 1);
    assertThat(port.events).isEmpty();
    TestPipeline.compute(second, 2);

    assertThat(port.events).hasSize(2).endsWith("complete");
    // In which order they come from the decoding threads is open.
    assertThat(port.events.get(0).split(",")).containsExactlyInAnyOrder("1.0", "2.0", "3.0");
    assertThat(pipeline.admission.bytesInFlight()).as("unread").isPositive();
    call.closed();
    assertThat(pipeline.admission.itemsInFlight()).isZero();
  }

  @Test
  void theFirstImageThatFailsFailsTheCallAndNobodyWantsTheOthersAnyMore() throws Exception {
    start(3);
    BatchItem first = pipeline.nextItem();
    BatchItem second = pipeline.nextItem();
    BatchItem third = pipeline.nextItem();
    TestPipeline.compute(first, 1);
    assertThat(third.terms().fault(pipeline.ticker.read(), Duration.ZERO)).isEmpty();

    TestPipeline.fail(second, new Failure(Reason.IMAGE_CORRUPT, "the test wants it so"));

    assertThat(port.events).containsExactly("fail IMAGE_CORRUPT");
    assertThat(third.terms().fault(pipeline.ticker.read(), Duration.ZERO)).isPresent();
    assertThat(pipeline.scheduler.cancelled).contains(third.terms().call());
    TestPipeline.fail(third, ItemTerms.cancelledFailure());
    assertThat(port.events).hasSize(1);
    assertThat(pipeline.admission.bytesInFlight()).isZero();
  }

  @Test
  void severalImagesAreRefusedTogetherWhereThereIsNoRoomForAll() {
    Lease most = pipeline.take(TestPipeline.CAPACITY / 4 * 3);
    Lease rest = pipeline.take(TestPipeline.CAPACITY / 4 - 2 * TestMessage.BYTES);

    start(20);

    assertThat(port.events).containsExactly("fail SERVER_BUSY");
    assertThat(pipeline.scheduler.submitted).isEmpty();
    most.release();
    rest.release();
  }

  @Test
  void anOutcomeAfterTheClientIsGoneIsNotSent() throws Exception {
    start();
    BatchItem item = pipeline.nextItem();
    call.closed();

    TestPipeline.compute(item, 1);

    assertThat(port.events).isEmpty();
  }
}
