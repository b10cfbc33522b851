package dev.ijepa.server.catalog;

import dev.ijepa.models.image.DecodeMode;
import dev.ijepa.models.savedmodel.ModelManifest;
import dev.ijepa.server.batching.BatchScheduler;
import dev.ijepa.server.batching.LoadedModel;
import dev.ijepa.server.item.ModelEvents;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A version of a model that is loaded, warm, and takes items. It is used by whoever found it in the
 * catalog until they close their {@link ModelUse}; a version that was replaced is closed by the
 * last of them.
 */
public final class ServedModel {
  private static final Logger log = LoggerFactory.getLogger(ServedModel.class);

  private final String name;
  private final LoadedModel model;
  private final ModelManifest manifest;
  private final BatchScheduler scheduler;
  private final Canary canary;
  private final LoadTimes loaded;

  private final List<ServedHead> ofCheckpoint;
  private volatile List<ServedHead> heads;
  private final AtomicInteger interactive = new AtomicInteger();
  private int uses;
  private boolean retired;
  private boolean isClosing;
  private boolean isModelClosed;
  private Runnable whenClosed = () -> {};

  /** A version whose images are decoded exactly. */
  public ServedModel(String name, LoadedModel model, BatchScheduler scheduler, Canary canary) {
    this(name, model, DecodeMode.EXACT, scheduler, canary);
  }

  /** A version of which nobody asks how it was loaded. */
  public ServedModel(
      String name, LoadedModel model, DecodeMode decode, BatchScheduler scheduler, Canary canary) {
    this(name, model, decode, scheduler, canary, LoadTimes.UNKNOWN);
  }

  /**
   * A version.
   *
   * @param name that requests call it by
   * @param model what computes; closed with this
   * @param decode how its images are decoded
   * @param scheduler makes batches for it; closed with this
   * @param canary tells whether it computes right
   * @param loaded how long its loading took, and when it ended
   */
  public ServedModel(
      String name,
      LoadedModel model,
      DecodeMode decode,
      BatchScheduler scheduler,
      Canary canary,
      LoadTimes loaded) {
    this.name = name;
    this.model = model;
    this.manifest = model.manifest().decodedBy(decode);
    this.scheduler = scheduler;
    this.canary = canary;
    this.loaded = loaded;
    this.ofCheckpoint =
        manifest.labels().isEmpty()
            ? List.of()
            : List.of(ServedHead.ofCheckpoint(manifest.labels(), manifest.headActivation()));
    this.heads = ofCheckpoint;
  }

  public String name() {
    return name;
  }

  /**
   * Tells versions apart better than a number, which each replica would count by itself: the first
   * digits of the fingerprint, and those of the revision.
   */
  public String version() {
    return manifest.fingerprint().substring(0, 12) + "-" + manifest.revision().substring(0, 4);
  }

  public LoadedModel model() {
    return model;
  }

  public BatchScheduler scheduler() {
    return scheduler;
  }

  public Canary canary() {
    return canary;
  }

  /** How long its loading took, and when it ended. */
  public LoadTimes loaded() {
    return loaded;
  }

  /** What is served; its fingerprint is that of the features, decoding included. */
  public ModelManifest manifest() {
    return manifest;
  }

  /** Whether it can classify. */
  public boolean hasHead() {
    return !heads.isEmpty();
  }

  /** The heads that it can classify with, the default one first. */
  public List<ServedHead> heads() {
    return heads;
  }

  /**
   * Serves these heads from now on, behind that of the checkpoint. Items that have selected others
   * finish with those.
   */
  public void attach(List<ServedHead> attached) {
    heads = Stream.concat(ofCheckpoint.stream(), attached.stream()).toList();
  }

  /** Items a second that its lanes compute when they are busy, as batches have taken lately. */
  public double itemsPerSecond() {
    int batch = scheduler.plan().maxSize();
    return scheduler.plan().lanes() * batch * 1e9 / scheduler.expectedTime(batch).toNanos();
  }

  /** Items in flight that somebody waits for. */
  public int interactiveItems() {
    return interactive.get();
  }

  /** An item is in flight that somebody waits for, or, with -1, is no more. */
  public void countInteractive(int change) {
    interactive.addAndGet(change);
  }

  /** Keeps it open until the use is closed; empty if it is on its way out. */
  synchronized Optional<ModelUse> use() {
    if (retired) {
      return Optional.empty();
    }
    Optional<ModelUse> use = Optional.of(new ModelUse(this));
    uses++;
    return use;
  }

  /** For whoever has a use already: also a version that was replaced stays open for them. */
  synchronized void addUses(int count) {
    uses += count;
  }

  /** Ends a use. */
  void release() {
    boolean last;
    synchronized (this) {
      uses--;
      last = retired && uses == 0 && !isClosing;
      isClosing |= last;
    }
    if (last) {
      // Not in the thread that released it: that may be one of its own lanes.
      new Thread(this::closeAndTell, "ijepa-close-" + name).start();
    }
  }

  private void closeAndTell() {
    if (close(Duration.ofMinutes(1))) {
      whenClosed.run();
    }
  }

  /**
   * Another version is served in its place: it finishes what it has.
   *
   * @param whenClosed is run when it has, and its memory is given back; never if a batch hangs
   */
  void retire(Runnable whenClosed) {
    synchronized (this) {
      this.whenClosed = whenClosed;
      retired = true;
      uses++;
    }
    release();
  }

  /** Closes a version that the catalog never served, as soon as nothing uses it. */
  public void discard() {
    retire(() -> {});
  }

  /**
   * Finishes what was submitted, for so long at most, and lets go of the memory. May be called more
   * than once, and by several threads.
   *
   * @return whether it was finished; otherwise the device may still be running, and nothing is
   *     taken away from it
   */
  boolean close(Duration limit) {
    boolean finished = scheduler.close(limit);
    if (finished) {
      closeModel();
    } else {
      ModelEvents.about(name, log.atWarn())
          .log("Model '{}' version {} is still running after {}", name, version(), limit);
    }
    return finished;
  }

  private synchronized void closeModel() {
    if (!isModelClosed) {
      isModelClosed = true;
      model.close();
      ModelEvents.about(name, log.atInfo()).log("Model '{}' version {} is closed", name, version());
    }
  }
}
