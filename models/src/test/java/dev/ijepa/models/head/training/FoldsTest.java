package dev.ijepa.models.head.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
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
  void noGroupIsInTwoPartsAndTheClassesAreSpreadAsEvenlyAsTheGroupsAllow() {
    // 60 groups of 1 to 4 images, each of one of three classes.
    int[] groups =
        IntStream.range(0, 60).flatMap(g -> IntStream.range(0, 1 + g % 4).map(i -> g)).toArray();
    int[] classes = IntStream.of(groups).map(group -> group % 3).toArray();
    Strata strata =
        new Strata(
            IntStream.of(classes).mapToObj(of -> new int[] {of}).toArray(int[][]::new), groups);

    Folds folds = Folds.of(strata, 5, Set.of(), 1);

    int[] all = new int[0];
    for (int fold = 0; fold < 5; fold++) {
      int[] images = folds.in(fold);
      Set<Integer> inside = groups(groups, images);
      all = IntStream.concat(IntStream.of(all), IntStream.of(images)).toArray();
      assertThat(
              groups(
                  groups,
                  IntStream.range(0, groups.length)
                      .filter(i -> IntStream.of(images).noneMatch(image -> image == i))
                      .toArray()))
          .doesNotContainAnyElementsOf(inside);
      for (int of = 0; of < 3; of++) {
        int wanted = of;
        assertThat(IntStream.of(images).filter(i -> classes[i] == wanted).count())
            .isBetween(8L, 12L);
      }
    }
    assertThat(all).hasSize(150).doesNotHaveDuplicates();
  }

  private static Set<Integer> groups(int[] groups, int[] images) {
    return IntStream.of(images).map(image -> groups[image]).boxed().collect(Collectors.toSet());
  }
}
