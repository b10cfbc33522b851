package dev.ijepa.models;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class NativeCodeTest {
  @Test
  void isHere() {
    assertThatCode(NativeCode::load).doesNotThrowAnyException();
  }

  /** As JavaCPP tells it where files of the cache may not be executed. */
  @Test
  void whereItCanNotBeLoadedTheSystemsReasonAndTheSettingAreTold() {
    UnsatisfiedLinkError error = new UnsatisfiedLinkError("no jnitensorflow in java.library.path");
    error.initCause(new UnsatisfiedLinkError("lib.so: failed to map segment\nfrom shared object"));

    assertThatThrownBy(
            () ->
                NativeCode.load(
                    () -> {
                      throw error;
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "TensorFlow's native code can't be loaded: lib.so: failed to map segment. ")
        .hasMessageContaining("-Dorg.bytedeco.javacpp.cachedir=DIR")
        .hasCause(error);
  }
}
