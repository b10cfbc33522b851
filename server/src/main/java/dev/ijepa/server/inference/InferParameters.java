package dev.ijepa.server.inference;

import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Parameters of a request, of an input or of an output. A parameter that the server does not know
 * is a fault: it may change what the answer means.
 *
 * @param values each a Boolean, a Long, a Double or a String
 */
public record InferParameters(Map<String, Object> values) {
  /** No parameters. */
  public static final InferParameters NONE = new InferParameters(Map.of());

  /** How long the answer is of use, in microseconds. As Triton has it; 0 means no limit. */
  static final String TIMEOUT = "timeout";

  /** As Triton has it: 1 is the most urgent, higher numbers are less, 0 is the default. */
  static final String PRIORITY = "priority";

  /** Whether pooled outputs are divided by their Euclidean norm. */
  static final String L2_NORMALIZE = "l2_normalize";

  /** The element type of the features. */
  static final String DATATYPE = "datatype";

  /** The classification head that LOGITS and CLASSES are of. */
  static final String HEAD = "head";

  /** The number of classes, on an output. Triton's classification extension. */
  static final String CLASSIFICATION = "classification";

  private static final int LONGEST_NAME = 64;

  /**
   * Refuses what is not known.
   *
   * @param where what they are parameters of, for the message
   */
  void requireKnown(String where, Set<String> known) throws FailedException {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw invalid(
            "%s: parameter '%s' is unknown; there are: %s"
                .formatted(where, abbreviated(name), String.join(", ", new TreeSet<>(known))));
      }
    }
  }

  boolean flag(String name) throws FailedException {
    Object value = values.get(name);
    if (value == null) {
      return false;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw invalid("parameter '%s' must be true or false".formatted(name));
  }

  /** A number of at least 0. */
  OptionalLong number(String name) throws FailedException {
    Object value = values.get(name);
    if (value == null) {
      return OptionalLong.empty();
    }
    if (value instanceof Long number && number >= 0) {
      return OptionalLong.of(number);
    }
    throw invalid("parameter '%s' must be an integer of at least 0".formatted(name));
  }

  Optional<String> text(String name) throws FailedException {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(text);
    }
    throw invalid("parameter '%s' must be a string".formatted(name));
  }

  /** A stranger's text, no more of it than helps. */
  static String abbreviated(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
  }

  private static FailedException invalid(String message) {
    return new FailedException(Reason.REQUEST_INVALID, message);
  }
}
