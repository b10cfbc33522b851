package dev.ijepa.server.pipeline;

import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.Output;
import dev.ijepa.models.image.DecodeTimer;
import dev.ijepa.models.image.ImageMemory;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.server.FakeModel;
import dev.ijepa.server.FakeTicker;
import dev.ijepa.server.TestingTerms;
import dev.ijepa.server.batching.BatchItem;
import dev.ijepa.server.batching.FakeScheduler;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.features.FeatureCore;
import dev.ijepa.server.features.FeatureQuery;
import dev.ijepa.server.guard.Receptions;
import dev.ijepa.server.guard.Refusals;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.item.ItemOutcome.Computed;
import dev.ijepa.server.item.ItemOutcome.Failed;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.ItemTimings;
import dev.ijepa.server.item.Priority;
import dev.ijepa.server.session.Door;
import dev.ijepa.server.session.Doors;
import dev.ijepa.server.session.SessionOptions;
import dev.ijepa.server.session.Sessions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The core, on a fake clock and a fake model: images need no decoding, and wait in the scheduler
 * until the test computes or fails them.
 */
public final class TestPipeline implements AutoCloseable {
  /** The name of its model. */
  public static final String MODEL = "mine";

  /** The bytes of its budget. */
  public static final long CAPACITY = 1 << 20;

  private static final int SIDE = 4;

  public final FakeTicker ticker = new FakeTicker();
  public final FakeScheduler scheduler = new FakeScheduler();
  public final SessionOptions options = new SessionOptions();
  public final Admission admission =
      new Admission(CAPACITY, CAPACITY, caller -> CAPACITY, Runnable::run);
  private final ModelCatalog catalog =
      new ModelCatalog(List.of(new FakeModel().served(MODEL, scheduler)));
  private final PreprocessingPool pool = new PreprocessingPool(2, ticker);
  private final FeaturePipeline pipeline =
      new FeaturePipeline(
          admission,
          pool,
          TestPipeline::prepare,
          new DecodeMemory(CAPACITY, CAPACITY),
          new DecodeWatch(Duration.ofHours(1), ticker),
          catalog,
          new PipelineOptions(),
          ItemObserver.Factory.NONE,
          ticker);

  private static ImageSize prepare(
      ImageMemory memory,
      DecodeTimer timer,
      ImageSource source,
      ImageSpec spec,
      ByteBuffer target) {
    return new ImageSize(SIDE, SIDE);
  }

  /** Sessions whose items nobody observes. */
  public Sessions sessions() {
    return sessions(ItemObserver.Factory.NONE);
  }

  /** Sessions whose items are observed. */
  public Sessions sessions(ItemObserver.Factory observers) {
    return new Sessions(core(observers), pipeline, admission, options, new Refusals(), ticker);
  }

  /** Doors that are drained by the clock of these sessions. */
  public Doors doors(Set<Door> doors, Sessions sessions, Receptions receptions) {
    return new Doors(doors, options, sessions, pipeline, admission, receptions, ticker);
  }

  /** The core. */
  public FeatureCore core(ItemObserver.Factory observers) {
    return new FeatureCore(catalog, observers);
  }

  /** A query for the embedding of an image that needs no decoding. */
  public static FeatureQuery query() {
    return FeatureQuery.embed(
        "",
        new ImageSource.Pixels(SIDE, SIDE, ByteBuffer.allocate(SIDE * SIDE * 3)),
        List.of(),
        false);
  }

  /** The same of so many images. */
  public static FeatureQuery query(int images) {
    return new FeatureQuery(
        "", Collections.nCopies(images, query().images().get(0)), List.of(), false, List.of());
  }

  /** Takes room of the budget, for another interactive call. */
  public Lease take(long bytes) {
    return admission
        .tryAdmit(TestingTerms.of("another", Priority.INTERACTIVE, ItemTerms.NO_DEADLINE), bytes, 1)
        .orElseThrow();
  }

  /** The next item that waits to be computed. */
  public BatchItem nextItem() throws InterruptedException {
    BatchItem item = scheduler.submitted.poll(10, TimeUnit.SECONDS);
    if (item == null) {
      throw new AssertionError("no item came to the scheduler");
    }
    return item;
  }

  /** Computes an item; its embedding has this first value. */
  public static void compute(BatchItem item, float value) {
    item.done()
        .accept(
            new Computed(
                new ImageOutputs(Map.of(Output.EMBEDDING, new float[] {value, 0})),
                item.image(),
                new ItemTimings(Duration.ZERO, Duration.ZERO, Duration.ZERO, 1)));
  }

  /** Fails an item. */
  public static void fail(BatchItem item, Failure failure) {
    item.done().accept(new Failed(failure));
  }

  /** Expires what is too late now. */
  public void expire() {
    pipeline.expire();
  }

  @Override
  public void close() {
    pool.close(Duration.ofSeconds(10));
    List<BatchItem> rest = new ArrayList<>();
    scheduler.submitted.drainTo(rest);
    rest.forEach(item -> fail(item, ItemTerms.cancelledFailure()));
  }
}
