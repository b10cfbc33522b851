package dev.ijepa.models.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BackgroundTest {
  static Throwable[] failures() {
    return new Throwable[] {
      new IOException("io"), new IllegalArgumentException("argument"), new OutOfMemoryError("error")
    };
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureIsThrownAsItWas(Throwable failure) {
    try (Background background = new Background(1, "test")) {
      Future<Object> task =
          background.start(
              () -> {
                if (failure instanceof Error error) {
                  throw error;
                }
                throw (Exception) failure;
              });

      assertThatThrownBy(() -> Background.result(task)).isSameAs(failure);
    }
  }

  @Test
  void closingWaitsForWhatRunsEvenIfInterrupted() {
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch interrupted = new CountDownLatch(1);

    try (Background background = new Background(1, "test")) {
      Future<?> unused =
          background.start(
              () -> {
                interrupted.await();
                done.set(true);
                return null;
              });
      Thread.currentThread().interrupt();
      interrupted.countDown();
    }

    assertThat(done).isTrue();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void anInterruptedWaitIsAnIoException() {
    CountDownLatch released = new CountDownLatch(1);
    try (Background background = new Background(1, "test")) {
      Future<Object> task =
          background.start(
              () -> {
                released.await();
                return null;
              });
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> Background.result(task)).isInstanceOf(InterruptedIOException.class);

      assertThat(Thread.interrupted()).isTrue();
      released.countDown();
    }
  }
}
