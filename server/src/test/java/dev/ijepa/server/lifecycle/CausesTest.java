package dev.ijepa.server.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Provides;
import com.google.inject.ProvisionException;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class CausesTest {
  @Test
  void whatHappenedAndWhyIsOneLine() {
    Exception failure =
        new IOException(
            "the port can't be opened",
            new IllegalStateException("two\n  lines", new NoSuchFileException("/x")));

    assertThat(Causes.inOneLine(failure))
        .isEqualTo(
            "the port can't be opened: IllegalStateException: two lines: NoSuchFileException: /x");
  }

  @Test
  void whatIsSaidAlreadyIsNotRepeated() {
    Exception cause = new BindException("Address already in use");

    assertThat(Causes.inOneLine(new IOException("port 1: Address already in use", cause)))
        .isEqualTo("port 1: Address already in use");
    assertThat(Causes.inOneLine(new IllegalStateException(cause)))
        .isEqualTo("IllegalStateException: java.net.BindException: Address already in use");
  }

  @Test
  void anExceptionWithoutAMessageHasItsName() {
    assertThat(Causes.inOneLine(new NullPointerException())).isEqualTo("NullPointerException");
  }

  @Test
  void guicesFramesAreLeftOut() {
    Exception failure = null;
    try {
      Guice.createInjector(new Failing()).getInstance(String.class);
    } catch (ProvisionException e) {
      failure = e;
    }

    assertThat(failure).isNotNull();
    assertThat(Causes.inOneLine(failure)).isEqualTo("UnsatisfiedLinkError: no library");
    assertThat(Causes.withoutFrames(failure)).isInstanceOf(UnsatisfiedLinkError.class);
  }

  private static final class Failing extends AbstractModule {
    @Provides
    String text() {
      throw new UnsatisfiedLinkError("no library");
    }
  }
}
