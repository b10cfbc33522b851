package dev.ijepa.models.head.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {
  @Test
  void eachImageIsInOnePartAndTheClassesAreSpreadEvenly() {
    int[] classes = IntStream.range(0, 103).map(i -> i % 3 == 0 ? 0 : 1).toArray();

    Folds folds = Folds.of(classes, 5, 1);

    assertThat(folds.in(0, 5)).isEqualTo(IntStream.range(0, 103).toArray());
    for (int fold = 0; fold < 5; fold++) {
      assertThat(folds.in(fold).length).isBetween(20, 21);
      assertThat(IntStream.of(folds.in(fold)).filter(i -> classes[i] == 0).count())
          .isBetween(6L, 8L);
    }
  }

  @Test
  void theSameSeedGivesTheSamePartsAndAnotherGivesOthers() {
    int[] classes = IntStream.range(0, 60).map(i -> i % 2).toArray();

    assertThat(Folds.of(classes, 5, 7).in(0))
        .isEqualTo(Folds.of(classes, 5, 7).in(0))
        .isNotEqualTo(Folds.of(classes, 5, 8).in(0));
  }

  @Test
  void withoutAPartTheOthersAreLeft() {
    Folds folds = Folds.of(new int[] {0, 0, 0, 0}, 4, 1);

    assertThat(folds.without(2, 1, 4)).hasSize(2).doesNotContain(folds.in(2)[0], folds.in(0)[0]);
  }
}
