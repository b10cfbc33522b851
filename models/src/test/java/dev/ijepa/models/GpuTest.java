package dev.ijepa.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.exceptions.TFFailedPreconditionException;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.exceptions.TensorFlowException;

/** A TensorFlow with code for GPUs, on machines with and without one. */
class GpuTest {
  private static final String REASON = "Cannot assign a device for operation Add";

  @Test
  void aGpuThatComputesHasNoFault() {
    Gpu gpu = Gpu.afterTrying(() -> {});

    assertThat(gpu.isBuiltIn()).isTrue();
    assertThat(gpu.fault()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("exceptionsOfTensorFlow")
  void whateverTensorFlowThrowsItsFirstLineIsTheFault(RuntimeException failure) {
    Gpu gpu =
        Gpu.afterTrying(
            () -> {
              throw failure;
            });

    assertThat(gpu).isEqualTo(new Gpu(true, Optional.of(REASON)));
  }

  static Stream<RuntimeException> exceptionsOfTensorFlow() {
    String message = REASON + "\n\t [[{{node Add}}]]";
    return Stream.of(
        new TFInvalidArgumentException(message),
        new TFResourceExhaustedException(message),
        new TFFailedPreconditionException(message),
        new TFUnimplementedException(message),
        new TensorFlowException(message));
  }
}
