package dev.ijepa.models;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loops that reach their end, for what must be told to all or closed whole. What one of the actions
 * throws is thrown when all have run; what the later ones throw is suppressed in it.
 */
public final class Exhaustive {
  /** What is done with each. */
  @FunctionalInterface
  public interface Action<T, E extends Exception> {
    void accept(T each) throws E;
  }

  private Exhaustive() {}

  /** Runs an action for each. */
  public static <T, E extends Exception> void forEach(
      Iterable<? extends T> all, Action<? super T, E> action) throws E {
    Throwable first = null;
    for (T each : all) {
      try {
        action.accept(each);
      } catch (Exception | Error e) {
        first = firstOf(first, e);
      }
    }
    if (first != null) {
      Exhaustive.<E>rethrow(first);
    }
  }

  /** Runs all of these, in their order. */
  public static void run(Runnable... all) {
    forEach(List.of(all), Runnable::run);
  }

  private static Throwable firstOf(@Nullable Throwable first, Throwable next) {
    if (first == null) {
      return next;
    }
    if (first != next) {
      first.addSuppressed(next);
    }
    return first;
  }

  /** An action throws nothing but E and what is unchecked. */
  @SuppressWarnings("unchecked")
  private static <E extends Exception> void rethrow(Throwable fault) throws E {
    if (fault instanceof Error error) {
      throw error;
    }
    throw (E) fault;
  }
}
