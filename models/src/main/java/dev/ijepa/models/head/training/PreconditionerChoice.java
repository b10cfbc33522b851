package dev.ijepa.models.head.training;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a preconditioner by its cost. The better one is, the more it costs to build: it is built
 * as soon as the products since the last one have cost as much. Then all of them together cost no
 * more than the products. Its owner closes it.
 */
final class PreconditionerChoice implements AutoCloseable {
  /** The first one may cost so many products. */
  private static final int FIRST = 50;

  /** A product of fewer classes takes as long as one of so many: memory bounds it. */
  private static final int FEW_CLASSES = 40;

  /** The most values of the inverses of all classes: 256 MiB. */
  private static final long MOST_VALUES = 1L << 26;

  private final HessianBlocks blocks;
  private final double costOfShared;
  private final double costOfClasses;
  private final boolean classesFit;
  private @Nullable Preconditioner current;
  private int products;

  /**
   * Prepares the choice for a fit.
   *
   * @param rows images of the fit
   */
  PreconditionerChoice(HessianBlocks blocks, int rows) {
    this.blocks = blocks;
    double width = blocks.width();
    // Operations: 2 n w² make a block, about 4 w³ invert it, and 4 n w K are a product.
    costOfShared = width * (1 + 2 * width / rows) / (2 * Math.max(FEW_CLASSES, blocks.classes()));
    costOfClasses = blocks.classes() * costOfShared;
    classesFit = blocks.classes() * width * width <= MOST_VALUES;
  }

  /** Tells that a product with the Hessian was computed. */
  void countProduct() {
    products++;
  }

  /** The preconditioner for the next direction. */
  Preconditioner next() {
    if (current == null) {
      replace(costOfShared <= FIRST ? SharedPreconditioner::new : DiagonalPreconditioner::new);
    } else if (classesFit && products >= costOfClasses) {
      replace(ClassPreconditioner::new);
    } else if (products >= costOfShared && !(current instanceof ClassPreconditioner)) {
      replace(SharedPreconditioner::new);
    }
    return Objects.requireNonNull(current);
  }

  private void replace(Function<HessianBlocks, Preconditioner> kind) {
    close();
    current = kind.apply(blocks);
    products = 0;
  }

  @Override
  public void close() {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
