package dev.ijepa.client;

import dev.ijepa.client.internal.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Sends calls a second time where the first keeps its caller waiting. */
final class Hedging {
  private final HedgeSettings settings;
  private final Scheduler scheduler;
  private final HedgeBudget budget;

  Hedging(HedgeSettings settings, Scheduler scheduler) {
    this.settings = settings;
    this.scheduler = scheduler;
    this.budget = new HedgeBudget(settings.maxShare());
  }

  /**
   * Calls, and perhaps calls again.
   *
   * @param deadline of both calls, counted from now
   * @param call starts a call that may take so long
   */
  <T> CompletableFuture<T> call(Duration deadline, Function<Duration, CompletableFuture<T>> call) {
    budget.called();
    Race<T> race = new Race<>();
    race.add(call.apply(deadline));
    Duration left = deadline.minus(settings.delay());
    if (!left.isNegative() && !left.isZero()) {
      scheduler.after(
          settings.delay(),
          () -> {
            if (!race.result.isDone() && budget.take()) {
              race.add(call.apply(left));
            }
          });
    }
    return race.result;
  }

  /** The first success counts; a failure counts if nobody is left who could succeed. */
  private static final class Race<T> {
    final CompletableFuture<T> result = new CompletableFuture<>();
    private final AtomicInteger running = new AtomicInteger();

    void add(CompletableFuture<T> call) {
      running.incrementAndGet();
      CompletableFuture<T> unused = result.whenComplete((value, error) -> call.cancel(true));
      CompletableFuture<T> unusedToo = call.whenComplete(this::ended);
    }

    private void ended(T value, Throwable error) {
      int left = running.decrementAndGet();
      if (error == null) {
        result.complete(value);
      } else if (left == 0) {
        result.completeExceptionally(error);
      }
    }
  }
}
