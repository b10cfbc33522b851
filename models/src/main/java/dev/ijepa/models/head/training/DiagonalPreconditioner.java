package dev.ijepa.models.head.training;

/** The inverse of the diagonal of the Hessian: it costs next to nothing. */
final class DiagonalPreconditioner implements Preconditioner {
  private final int classes;
  private final double[] inverses;

  DiagonalPreconditioner(HessianBlocks blocks) {
    classes = blocks.classes();
    inverses = blocks.inverseDiagonals();
  }

  @Override
  public double[] apply(double[] vector) {
    double[] product = Preconditioner.betweenClasses(classes, vector);
    for (int i = 0; i < product.length; i++) {
      product[i] *= inverses[i];
    }
    return Preconditioner.betweenClasses(classes, product);
  }
}
