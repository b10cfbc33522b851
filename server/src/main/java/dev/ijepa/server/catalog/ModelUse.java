package dev.ijepa.server.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to compute with a version of a model, which stays open as long as somebody has it. It
 * has one owner at a time, who closes it or hands it over. An owner that keeps it in a
 * try-with-resources statement can't lose it, whatever is thrown.
 */
public final class ModelUse implements AutoCloseable {
  private final ServedModel model;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Made by the model, which counts it. */
  ModelUse(ServedModel model) {
    this.model = model;
  }

  /** What is used. */
  public ServedModel model() {
    return model;
  }

  /**
   * Hands the right over: from now on to close this one does nothing.
   *
   * @return what the new owner closes
   * @throws IllegalStateException if it was closed or handed over before
   */
  public ModelUse handOver() {
    ModelUse next = new ModelUse(model);
    if (ended.getAndSet(true)) {
      throw new IllegalStateException("the use of a model has ended, or another has it");
    }
    return next;
  }

  /**
   * Hands the right over to several owners, each of whom closes theirs.
   *
   * @param owners at least one
   * @throws IllegalStateException as {@link #handOver()}
   */
  public List<ModelUse> handOver(int owners) {
    ModelUse first = handOver();
    List<ModelUse> all = new ArrayList<>(owners);
    all.add(first);
    model.addUses(owners - 1);
    while (all.size() < owners) {
      all.add(new ModelUse(model));
    }
    return all;
  }

  /** Ends the use, if it was not handed over. Does nothing the second time. */
  @Override
  public void close() {
    if (!ended.getAndSet(true)) {
      model.release();
    }
  }
}
