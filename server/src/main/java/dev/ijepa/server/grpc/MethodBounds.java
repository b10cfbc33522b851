package dev.ijepa.server.grpc;

import dev.ijepa.server.guard.MessageLimits;

/**
 * What the calls of a method may take.
 *
 * @param limits of its request messages
 * @param isCharged whether what its calls hold is charged to a budget, or is next to nothing; there
 *     may be few calls of the others
 * @param refusesEarly whether its unary calls are refused at their headers if no model could answer
 *     them in time
 */
public record MethodBounds(MessageLimits limits, boolean isCharged, boolean refusesEarly) {
  /** A method whose requests are images. */
  public static MethodBounds ofImages(MessageLimits limits) {
    return new MethodBounds(limits, true, true);
  }

  /** A method whose requests are names and numbers, and whose answers are larger. */
  public static MethodBounds ofNames(MessageLimits limits) {
    return new MethodBounds(limits, false, false);
  }

  /** A method whose requests and answers are a few bytes: a balancer may ask many at once. */
  public static MethodBounds ofProbes(MessageLimits limits) {
    return new MethodBounds(limits, true, false);
  }
}
