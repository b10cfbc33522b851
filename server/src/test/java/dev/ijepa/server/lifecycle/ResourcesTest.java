package dev.ijepa.server.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourcesTest {
  private final Resources resources = new Resources();
  private final List<String> closed = new ArrayList<>();

  @Test
  void theLastIsClosedFirstAndEachOnce() {
    resources.add(() -> closed.add("first"));
    resources.add(() -> closed.add("second"));

    resources.close();
    resources.close();

    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void whatFailsToCloseKeepsNothingElseOpen() {
    resources.add(() -> closed.add("first"));
    resources.add(
        () -> {
          throw new IllegalStateException("it sticks");
        });
    resources.add(() -> closed.add("second"));
    resources.add(
        () -> {
          throw new LinkageError("it is gone");
        });

    resources.close();

    assertThat(closed).containsExactly("second", "first");
  }
}
