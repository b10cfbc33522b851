package dev.ijepa.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.client.PathName;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

  @Test
  void whatNothingWasLostOfIsLeftAlone() {
    String[] arguments = {"embed", "é.jpg", "?.jpg"};

    assertThat(Arguments.restore(arguments, new byte[0], true)).isSameAs(arguments);
  }

  @Test
  void whatWasLostIsFoundInTheCommandLine() {
    byte[] commandLine = PathName.bytes("java\0-cp\0é\0Main\0embed\0caf\udce9.jpg\0");

    assertThat(Arguments.restore(new String[] {"embed", "caf\uFFFD.jpg"}, commandLine, true))
        .containsExactly("embed", "caf\udce9.jpg");
  }

  @Test
  void withoutUtf8AllOutsideAsciiIsLookedUp() {
    byte[] commandLine = PathName.bytes("java\0Main\0embed\0é.jpg\0\0");

    assertThat(Arguments.restore(new String[] {"embed", "Ã©.jpg", ""}, commandLine, false))
        .containsExactly("embed", "é.jpg", "");
  }

  @Test
  void argumentsOfWhichTheCommandLineKnowsNothingAreRefused() {
    String[] arguments = {"embed", "caf\uFFFD.jpg"};

    for (String other : new String[] {"", "java\0@arguments\0", "java\0embed\0dog\udce9.jpg\0"}) {
      assertThatThrownBy(() -> Arguments.restore(arguments, PathName.bytes(other), true))
          .hasMessageContaining("set LC_ALL=C.UTF-8");
    }
  }
}
