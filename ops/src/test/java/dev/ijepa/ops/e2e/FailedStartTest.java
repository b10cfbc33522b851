package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.Module;
import dev.ijepa.server.batching.BatchEngine;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that can't start says why in one line, whatever it is that fails. */
@Timeout(60)
class FailedStartTest {
  @Test
  void anExceptionOfTheDeviceIsTheReasonWithoutGuicesFrames() {
    assertThatThrownBy(
            () ->
                start(
                    model -> {
                      throw new IllegalArgumentException(
                          "Cannot assign a device\nfor operation Add");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("IllegalArgumentException: Cannot assign a device for operation Add")
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLibraryThatCanNotBeLoadedIsTheReason() {
    assertThatThrownBy(
            () ->
                start(
                    model -> {
                      throw new UnsatisfiedLinkError("no jnitensorflow in java.library.path");
                    }))
        .isInstanceOf(IOException.class)
        .satisfies(
            failure ->
                assertThat(failure.getMessage().lines())
                    .singleElement()
                    .asString()
                    .endsWith("no jnitensorflow in java.library.path"));
  }

  private static void start(BatchEngine.Factory engines) throws IOException {
    Module replacement =
        new AbstractModule() {
          @Override
          protected void configure() {
            bind(BatchEngine.Factory.class).toInstance(engines);
          }
        };
    RunningServer.start(options -> {}, replacement).close();
  }
}
