package dev.ijepa.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.Output;
import dev.ijepa.models.image.DecodeTimer;
import dev.ijepa.models.image.ImageMemory;
import dev.ijepa.models.image.ImageMemory.Reservation;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.server.Eventually;
import dev.ijepa.server.FakeModel;
import dev.ijepa.server.FakeTicker;
import dev.ijepa.server.TestingTerms;
import dev.ijepa.server.batching.BatchItem;
import dev.ijepa.server.batching.FakeScheduler;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ModelUse;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemOutcome.Computed;
import dev.ijepa.server.item.ItemOutcome.Failed;
import dev.ijepa.server.item.ItemTimings;
import dev.ijepa.server.item.Priority;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Images that wait for room to be decoded in, while their calls end. */
@Timeout(20)
class FeaturePipelineTest {
  private static final int SMALL = 10;
  private static final int MEDIUM = 100;
  private static final int LARGE = 200;
  private static final long DECODE_BYTES = 100_000;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** What a request heard. */
  private record Heard(String call, ItemOutcome outcome, Lease lease) {}

  private final FakeTicker ticker = new FakeTicker();
  private final FakeScheduler scheduler = new FakeScheduler();
  private final ServedModel model = new FakeModel().served("mine", scheduler);
  private final ModelCatalog catalog = new ModelCatalog(List.of(model));
  private final DecodeMemory decodeMemory = new DecodeMemory(DECODE_BYTES, Long.MAX_VALUE);
  private final CallerBudgets budgets =
      caller -> caller.name().equals("bounded") ? 20_000 : Long.MAX_VALUE;
  private final Admission admission = new Admission(1 << 20, 1 << 20, budgets, Runnable::run);
  private final PreprocessingPool pool = new PreprocessingPool(2, ticker);
  private final FeaturePipeline pipeline = pipeline();

  private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<String> admitted = new LinkedBlockingQueue<>();
  private final BlockingQueue<Heard> outcomes = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    pool.close(Duration.ofSeconds(10));
  }

  @Test
  void anImageThatWaitsForRoomIsAnsweredAtOnceWhenItsCallIsCancelledAndMakesWay() throws Exception {
    Reservation another =
        decodeMemory.reserve(TestingTerms.of("another", Priority.BATCH), 1, Optional::empty);
    submit("large", LARGE, 5000);
    awaitWaitingForRoom(1);
    FeatureRequest small = submit("small", SMALL, 300);
    awaitWaitingForRoom(2);

    cancel("large");

    Heard heard = nextOutcome();
    assertThat(heard.call).isEqualTo("large");
    assertThat(reason(heard)).isEqualTo(Reason.ITEM_CANCELLED);
    BatchItem next = scheduler.submitted.poll(10, TimeUnit.SECONDS);
    assertThat(next).as("the small one was decoded").isNotNull();
    assertThat(next.terms().call()).isEqualTo("small");
    assertThat(admission.bytesInFlight())
        .as("only what the small one still takes")
        .isEqualTo(small.decodedBytes());

    heard.lease.release();
    assertThat(admission.itemsInFlight()).isEqualTo(1);

    another.close();
    next.done().accept(computed());
    nextOutcome().lease.release();
    assertNothingIsHeld();
  }

  @Test
  void anInteractiveImageIsDecodedWhileBatchImagesHoldTheirThreadsAndWaitForRoom()
      throws Exception {
    Reservation another =
        decodeMemory.reserve(
            TestingTerms.of("another", Priority.BATCH), DECODE_BYTES, Optional::empty);
    submit("batch", LARGE, 5000);
    submit("more batch", LARGE, 5000);
    awaitWaitingForRoom(2);
    submit("waits for a thread", SMALL, 5000);

    submit(request("call", Priority.INTERACTIVE, MEDIUM, 5000));

    BatchItem next = scheduler.submitted.poll(10, TimeUnit.SECONDS);
    assertThat(next).as("the call's image was decoded").isNotNull();
    assertThat(next.terms().call()).isEqualTo("call");
    assertThat(decodeMemory.waiting()).isEqualTo(2);
    another.close();
    for (int i = 0; i < 3; i++) {
      assertThat(scheduler.submitted.poll(10, TimeUnit.SECONDS)).isNotNull();
    }
  }

  @Test
  void anImageThatWaitsToBeAdmittedTakesThePlaceOfOneThatIsCancelledWhileItWaitsForRoom()
      throws Exception {
    Reservation another =
        decodeMemory.reserve(TestingTerms.of("another", Priority.BATCH), 1, Optional::empty);
    submit("large", LARGE, 700_000);
    awaitWaitingForRoom(1);
    submit("small", SMALL, 700_000);
    assertThat(admitted).containsExactly("large");
    assertThat(admission.bytesWaiting()).isPositive();

    cancel("large");

    nextOutcome().lease.release();
    assertThat(admitted).containsExactly("large", "small");
    BatchItem next = scheduler.submitted.poll(10, TimeUnit.SECONDS);
    assertThat(next).isNotNull();

    another.close();
    next.done().accept(computed());
    nextOutcome().lease.release();
    assertNothingIsHeld();
  }

  @Test
  void anImageIsNotTouchedWhenAnotherCallIsCancelled() throws Exception {
    Reservation another =
        decodeMemory.reserve(TestingTerms.of("another", Priority.BATCH), 1, Optional::empty);
    submit("large", LARGE, 5000);
    awaitWaitingForRoom(1);

    cancel("somebody else");
    another.close();

    BatchItem item = scheduler.submitted.poll(10, TimeUnit.SECONDS);
    assertThat(item).as("it got its room").isNotNull();
    assertThat(outcomes).isEmpty();
    item.done().accept(computed());
    Heard heard = nextOutcome();
    assertThat(heard.outcome).isInstanceOf(Computed.class);
    heard.lease.release();
    assertNothingIsHeld();
  }

  @Test
  void anImageWhoseTimeIsOverWhileItWaitsForRoomIsAnswered() throws Exception {
    Reservation another =
        decodeMemory.reserve(TestingTerms.of("another", Priority.BATCH), 1, Optional::empty);
    submit("large", LARGE, 5000);
    awaitWaitingForRoom(1);

    ticker.advance(PATIENCE);
    pipeline.expire();

    Heard heard = nextOutcome();
    assertThat(reason(heard)).isEqualTo(Reason.ITEM_EXPIRED);
    heard.lease.release();
    another.close();
    assertNothingIsHeld();
  }

  @Test
  void anImageWhoseTimeIsOverWhileItWaitsToBeAdmittedIsAnsweredAndItsSenderIsAskedForMore()
      throws Exception {
    Reservation another =
        decodeMemory.reserve(TestingTerms.of("another", Priority.BATCH), 1, Optional::empty);
    submit("large", LARGE, 700_000);
    awaitWaitingForRoom(1);
    submit("small", SMALL, 700_000);
    assertThat(admission.bytesWaiting()).isPositive();

    ticker.advance(PATIENCE);
    pipeline.expire();

    for (int i = 0; i < 2; i++) {
      Heard heard = nextOutcome();
      assertThat(reason(heard)).as(heard.call).isEqualTo(Reason.ITEM_EXPIRED);
      heard.lease.release();
    }
    assertThat(admitted).containsExactly("large", "small");
    another.close();
    assertNothingIsHeld();
  }

  @Test
  void whatAServerGivesUpIsAnsweredOnceAndAtOnceWhereverItIs() throws Exception {
    Reservation another =
        decodeMemory.reserve(TestingTerms.of("another", Priority.BATCH), 1, Optional::empty);
    submit("in a thread", LARGE, 5000);
    submit("in another", LARGE, 5000);
    awaitWaitingForRoom(2);
    submit("waits for a thread", SMALL, 500_000);
    submit("waits to be admitted", SMALL, 500_000);

    pipeline.giveUp(new Failure(Reason.SERVER_NOT_SERVING, "it ends"));

    for (String flow : List.of("a", "b", "c", "d")) {
      Heard heard = nextOutcome();
      assertThat(reason(heard)).as(flow).isEqualTo(Reason.SERVER_NOT_SERVING);
      heard.lease.release();
    }
    assertThat(scheduler.suspended).isPresent();
    awaitWaitingForRoom(0);
    another.close();
    assertNothingIsHeld();
    assertThat(scheduler.submitted).isEmpty();
  }

  @Test
  void aSingleCallOverItsClientsBudgetIsRefusedAndToldTheOption() throws Exception {
    FeatureRequest first = request("bounded", Priority.INTERACTIVE, SMALL, 300);
    pipeline.submitOrRefuse(alone(first), heardBy("first"));
    BatchItem item = scheduler.submitted.poll(10, TimeUnit.SECONDS);
    assertThat(item).isNotNull();

    pipeline.submitOrRefuse(
        alone(request("bounded", Priority.INTERACTIVE, SMALL, 20_000)), heardBy("second"));

    Heard refused = nextOutcome();
    assertThat(refused.call).isEqualTo("second");
    assertThat(reason(refused)).isEqualTo(Reason.SERVER_BUSY);
    Failure failure = ((Failed) refused.outcome).failure();
    assertThat(failure.message()).contains("20,000", "--max-in-flight-per-client");
    assertThat(failure.retryAfter()).isPresent();
    refused.lease.release();
    item.done().accept(computed());
    nextOutcome().lease.release();
    assertNothingIsHeld();
  }

  @Test
  void groupsThatDoNotFitTogetherWaitForEachOtherAndNotHalfAndHalf() throws Exception {
    Reservation another =
        decodeMemory.reserve(
            TestingTerms.of("another", Priority.BATCH), DECODE_BYTES, Optional::empty);
    for (String call : List.of("first", "second", "third")) {
      pipeline.submit(groupOf(call, 300_000), () -> admitted.add(call), heardBy(call));
    }
    assertThat(admitted).containsExactly("first", "second");
    assertThat(admission.itemsInFlight()).isEqualTo(4);

    another.close();
    for (int i = 0; i < 6; i++) {
      BatchItem item = scheduler.submitted.poll(10, TimeUnit.SECONDS);
      assertThat(item).isNotNull();
      item.done().accept(computed());
    }
    for (int i = 0; i < 3; i++) {
      nextOutcome().lease.release();
    }

    assertThat(admitted).containsExactly("first", "second", "third");
    assertNothingIsHeld();
    assertThatUsesEnd();
  }

  private ItemGroup groupOf(String call, long messageBytes) throws FailedException {
    return new ItemGroup(
        List.of(
            request(call, Priority.BATCH, SMALL, messageBytes / 2),
            request(call, Priority.BATCH, SMALL, messageBytes / 2)),
        messageBytes);
  }

  @Test
  void aHandlerThatThrowsCostsNeitherTheModelNorTheBudget() throws Exception {
    FeatureRequest request = request("mine", Priority.BATCH, SMALL, 300);
    pipeline.submit(
        alone(request),
        () -> {},
        (outcomes, lease) -> {
          throw new IllegalStateException("the handler's fault");
        });
    BatchItem item = scheduler.submitted.poll(10, TimeUnit.SECONDS);
    assertThat(item).isNotNull();

    assertThatThrownBy(() -> item.done().accept(computed())).hasMessage("the handler's fault");

    assertNothingIsHeld();
    assertThatUsesEnd();
  }

  @Test
  void anItemIsAnsweredAlsoWhenTheMetricsThrow() throws Exception {
    FeatureRequest request = request("mine", Priority.BATCH, SMALL, 300);
    ItemObserver broken =
        new ItemObserver() {
          @Override
          public void finished(ItemOutcome outcome) {
            throw new IllegalStateException("the metrics' fault");
          }
        };
    pipeline.submit(
        alone(
            new FeatureRequest(
                request.use(),
                request.image(),
                request.outputs(),
                request.resultBytes(),
                request.messageBytes(),
                request.terms().observedBy(broken))),
        () -> {},
        heardBy("mine"));
    BatchItem item = scheduler.submitted.poll(10, TimeUnit.SECONDS);
    assertThat(item).isNotNull();

    assertThatThrownBy(() -> item.done().accept(computed())).hasMessage("the metrics' fault");

    nextOutcome().lease.release();
    assertNothingIsHeld();
    assertThatUsesEnd();
  }

  @Test
  void aUseThatIsNotSubmittedEndsWithItsOwner() throws Exception {
    try (ModelUse use = catalog.use("mine")) {
      assertThat(use.model()).isSameAs(model);
    }

    assertThatUsesEnd();
  }

  @Test
  void aUseThatIsHandedOverIsTheNewOwnersAlone() throws Exception {
    ModelUse handedOver;
    try (ModelUse use = catalog.use("mine")) {
      handedOver = use.handOver();
      assertThatThrownBy(use::handOver).isInstanceOf(IllegalStateException.class);
    }
    catalog.replace(new FakeModel().served("mine", new FakeScheduler()));
    assertThat(scheduler.closed).as("it is used still").isFalse();

    handedOver.close();
    handedOver.close();

    Eventually.holds("it is closed", () -> scheduler.closed);
  }

  /** A version closes when it is replaced, if no use of it has leaked. */
  private void assertThatUsesEnd() {
    catalog.replace(new FakeModel().served("mine", new FakeScheduler()));
    Eventually.holds("the version is closed", () -> scheduler.closed);
  }

  private void assertNothingIsHeld() {
    assertThat(admission.bytesInFlight()).isZero();
    assertThat(admission.itemsInFlight()).isZero();
    assertThat(admission.bytesWaiting()).isZero();
    assertThat(decodeMemory.bytesInUse()).isZero();
    assertThat(outcomes).isEmpty();
  }

  private void cancel(String flow) {
    cancelled.add(flow);
    pipeline.cancel(flow);
  }

  /** A square image of so many pixels a side, alone in its call. */
  private FeatureRequest request(String call, Priority priority, int side, long messageBytes)
      throws FailedException {
    BooleanSupplier isCancelled = () -> cancelled.contains(call);
    return new FeatureRequest(
        catalog.use("mine"),
        new ImageSource.Pixels(side, side, ByteBuffer.allocate(side * side * 3)),
        Set.of(Output.EMBEDDING),
        0,
        messageBytes,
        TestingTerms.of(call, priority, ticker.read() + PATIENCE.toNanos(), isCancelled));
  }

  /** Submits an image of a batch stream. */
  @CanIgnoreReturnValue
  private FeatureRequest submit(String call, int side, long messageBytes) throws FailedException {
    FeatureRequest request = request(call, Priority.BATCH, side, messageBytes);
    submit(request);
    return request;
  }

  private void submit(FeatureRequest request) {
    String call = (String) request.terms().call();
    pipeline.submit(alone(request), () -> admitted.add(call), heardBy(call));
  }

  private static ItemGroup alone(FeatureRequest request) {
    return new ItemGroup(List.of(request), request.messageBytes());
  }

  private OutcomesHandler heardBy(String call) {
    return (itsOutcomes, lease) -> outcomes.add(new Heard(call, itsOutcomes.get(0), lease));
  }

  private void awaitWaitingForRoom(int images) {
    Eventually.holds(images + " wait for room", () -> decodeMemory.waiting() == images);
  }

  private Heard nextOutcome() throws InterruptedException {
    Heard heard = outcomes.poll(10, TimeUnit.SECONDS);
    assertThat(heard).as("an outcome").isNotNull();
    return heard;
  }

  private static Reason reason(Heard heard) {
    return ((Failed) heard.outcome).failure().reason();
  }

  private static ItemOutcome computed() {
    return new Computed(
        new ImageOutputs(Map.of()),
        new ImageSize(1, 1),
        new ItemTimings(Duration.ZERO, Duration.ZERO, Duration.ZERO, 1));
  }

  private FeaturePipeline pipeline() {
    return new FeaturePipeline(
        admission,
        pool,
        FeaturePipelineTest::prepare,
        decodeMemory,
        new DecodeWatch(Duration.ofHours(1), ticker),
        catalog,
        new PipelineOptions(),
        ItemObserver.Factory.NONE,
        ticker);
  }

  /** Waits for the room that the image takes, and leaves the pixels black. */
  private static ImageSize prepare(
      ImageMemory memory,
      DecodeTimer timer,
      ImageSource source,
      ImageSpec spec,
      ByteBuffer target) {
    memory.reserve(((ImageSource.Pixels) source).rgb().remaining()).close();
    return new ImageSize(1, 1);
  }
}
