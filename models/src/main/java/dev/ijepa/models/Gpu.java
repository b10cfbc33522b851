package dev.ijepa.models;

import java.util.Optional;

/**
 * Whether TensorFlow can compute on a GPU here.
 *
 * @param isBuiltIn whether this TensorFlow has code for GPUs; its build for the CPU has none
 * @param fault why it can't compute on one, in one line; empty if it can
 */
public record Gpu(boolean isBuiltIn, Optional<String> fault) {
  private static final String NOT_BUILT_IN = "this build of TensorFlow computes on the CPU only";

  /** Tries to compute something on the first GPU. The first call may take seconds. */
  public static Gpu probe() {
    return TensorFlowRuntime.hasGpuKernels()
        ? afterTrying(TensorFlowRuntime::computeOnGpu)
        : new Gpu(false, Optional.of(NOT_BUILT_IN));
  }

  /**
   * What a trial tells, in a TensorFlow with code for GPUs.
   *
   * @param trial throws if it can't be done. TensorFlow's exceptions have no type in common: an
   *     argument that it refuses is an IllegalArgumentException, a lack of memory an
   *     IllegalStateException
   */
  static Gpu afterTrying(Runnable trial) {
    try {
      trial.run();
      return new Gpu(true, Optional.empty());
    } catch (RuntimeException e) {
      return new Gpu(true, Optional.of(firstLine(e)));
    }
  }

  /** TensorFlow repeats itself in the lines that follow. */
  private static String firstLine(RuntimeException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("").strip();
  }
}
