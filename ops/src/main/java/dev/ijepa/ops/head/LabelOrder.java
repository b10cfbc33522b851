package dev.ijepa.ops.head;

import java.math.BigInteger;
import java.util.Comparator;

/** The order of classes by their labels: numbers by their value, then texts. */
final class LabelOrder {
  private static final Comparator<String> BY_VALUE =
      Comparator.comparing(LabelOrder::isNumber, Comparator.reverseOrder())
          .thenComparing(label -> isNumber(label) ? new BigInteger(label) : BigInteger.ZERO)
          .thenComparing(Comparator.naturalOrder());

  private LabelOrder() {}

  /** Compares labels; equal are only the same. */
  static Comparator<String> byValue() {
    return BY_VALUE;
  }

  private static boolean isNumber(String label) {
    return label.matches("[0-9]{1,18}");
  }
}
