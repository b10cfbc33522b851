package dev.ijepa.client.bench;

import java.util.SplittableRandom;

/** When the items of an open loop arrive, whether or not those before them are answered. */
public enum Arrivals {
  /** As independent users do: exponentially distributed gaps, the same ones in each run. */
  POISSON {
    @Override
    Schedule schedule(double perSecond) {
      SplittableRandom random = new SplittableRandom(SEED);
      double meanGap = NANOS / perSecond;
      return new Schedule() {
        private double at;

        @Override
        public long nextNanos() {
          // 1 - u is never 0: nextDouble gives [0, 1).
          at -= Math.log(1 - random.nextDouble()) * meanGap;
          return (long) at;
        }
      };
    }
  },
  /** At equal gaps. */
  CONSTANT {
    @Override
    Schedule schedule(double perSecond) {
      return new Schedule() {
        private long index;

        @Override
        public long nextNanos() {
          // Multiplied, not added up: no rounding error grows.
          return (long) (index++ * NANOS / perSecond);
        }
      };
    }
  };

  private static final double NANOS = 1e9;
  private static final long SEED = 42;

  abstract Schedule schedule(double perSecond);

  /** The times of the arrivals, ascending, in ns from the start. */
  interface Schedule {
    long nextNanos();
  }
}
