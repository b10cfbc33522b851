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
    resources.add(ClosePhase.MODELS, () -> closed.add("first"));
    resources.add(ClosePhase.MODELS, () -> closed.add("second"));

    resources.close();
    resources.close();

    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void phasesAreClosedInTheirOrderWheneverTheirResourcesWereAdded() {
    for (ClosePhase phase : new ClosePhase[] {ClosePhase.DOORS, ClosePhase.FILES}) {
      resources.add(phase, () -> closed.add(phase.name()));
    }
    for (ClosePhase phase : new ClosePhase[] {ClosePhase.PIPELINE, ClosePhase.TASKS}) {
      resources.add(phase, () -> closed.add(phase.name()));
    }

    resources.close();

    assertThat(closed).containsExactly("DOORS", "TASKS", "PIPELINE", "FILES");
  }

  @Test
  void whatFailsToCloseKeepsNothingElseOpen() {
    resources.add(ClosePhase.MODELS, () -> closed.add("first"));
    resources.add(
        ClosePhase.MODELS,
        () -> {
          throw new IllegalStateException("it sticks");
        });
    resources.add(ClosePhase.MODELS, () -> closed.add("second"));
    resources.add(
        ClosePhase.MODELS,
        () -> {
          throw new LinkageError("it is gone");
        });

    resources.close();

    assertThat(closed).containsExactly("second", "first");
  }
}
