package dev.ijepa.models.head.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DivisionTest {
  private static Strata strata(int[] classes, int[] groups) {
    return new Strata(
        IntStream.of(classes).mapToObj(of -> new int[] {of}).toArray(int[][]::new), groups);
  }

  private static Set<Integer> groups(Strata strata, int[] images) {
    return IntStream.of(images).map(i -> strata.groups()[i]).boxed().collect(Collectors.toSet());
  }

  @Test
  void withEnoughGroupsImagesAreSetAsideAndNoGroupIsOnTwoSides() {
    int[] groups = IntStream.range(0, 400).map(image -> image / 4).toArray();
    Strata strata = strata(IntStream.of(groups).map(group -> group % 2).toArray(), groups);

    Division division = Division.of(strata, 3);

    assertThat(division.isCrossValidated()).isFalse();
    assertThat(division.train()).hasSize(280);
    assertThat(division.calibration()).hasSize(40);
    assertThat(division.test()).hasSize(80);
    Set<Integer> trained = groups(strata, division.train());
    assertThat(trained).doesNotContainAnyElementsOf(groups(strata, division.test()));
    assertThat(trained).doesNotContainAnyElementsOf(groups(strata, division.calibration()));
    for (int fold = 0; fold < division.folds().length; fold++) {
      assertThat(groups(strata, division.without(fold)))
          .doesNotContainAnyElementsOf(groups(strata, division.folds()[fold]));
    }
    assertThat(division.test()).isEqualTo(Division.of(strata, 3).test());
  }

  @Test
  void manyImagesOfFewGroupsAreCrossValidated() {
    int[] groups = IntStream.range(0, 300).map(image -> image % 6).toArray();
    Strata strata = strata(IntStream.of(groups).map(group -> group % 2).toArray(), groups);

    Division division = Division.of(strata, 3);

    assertThat(division.isCrossValidated()).isTrue();
    assertThat(division.folds()).hasDimensions(3, 100);
    assertThat(division.train()).hasSize(300);
    assertThat(division.undivided()).isEmpty();
  }

  @Test
  void aClassOfOneGroupAlwaysTrainsAndIsTold() {
    int[] classes = IntStream.range(0, 60).map(image -> image % 3).toArray();
    int[] groups = IntStream.range(0, 60).map(i -> i % 3 == 2 ? 0 : 1 + i).toArray();
    int[] dense = IntStream.of(groups).map(group -> group == 0 ? 0 : group - group / 3).toArray();
    Strata strata = strata(classes, dense);

    Division division = Division.of(strata, 3);

    assertThat(division.undivided()).containsExactly(2);
    assertThat(IntStream.of(division.train()).filter(image -> classes[image] == 2)).hasSize(20);
    assertThat(IntStream.of(division.test()).filter(image -> classes[image] == 2)).isEmpty();
  }

  @Test
  void groupsThatAlwaysTrainLeaveNoFoldEmpty() {
    // Class 0 is in both groups, class 1 in the first alone, which therefore trains.
    Strata strata = strata(new int[] {0, 0, 1, 1, 0, 0}, new int[] {0, 0, 0, 0, 1, 1});

    Division division = Division.of(strata, 3);

    assertThat(division.folds()).hasDimensions(1, 2);
    assertThat(division.judged()).isEqualTo(2);
    assertThat(division.without(0)).containsExactly(0, 1, 2, 3);
    assertThat(Division.given(strata, division.train(), new int[0], new int[] {4}, 3).folds())
        .hasDimensions(1, 2);
  }

  @Test
  void rareClassesOfOneGroupEachLeaveImagesOfTheOthersToTest() {
    // Patients are groups: class 0 is in each of 12, and each of ten has a class of its own too.
    int[] groups = IntStream.range(0, 360).map(image -> image / 30).toArray();
    int[] classes =
        IntStream.range(0, 360)
            .map(image -> groups[image] < 10 && image % 3 == 0 ? 1 + groups[image] : 0)
            .toArray();

    Division division = Division.of(strata(classes, groups), 3);

    assertThat(division.isCrossValidated()).isTrue();
    assertThat(division.folds()).hasDimensions(2, 30);
    assertThat(division.undivided()).hasSize(10);
  }

  @Test
  void aClassAllOfWhoseGroupsAlwaysTrainIsNotTested() {
    Strata strata = strata(new int[] {0, 1, 0, 2, 3, 3}, new int[] {0, 0, 1, 1, 2, 3});

    Division division = Division.of(strata, 3);

    assertThat(division.undivided()).containsExactly(0, 1, 2);
    assertThat(division.folds()).hasDimensions(2, 1);
  }

  @Test
  void ifNoClassHasTwoGroupsNothingCanBeTested() {
    Strata strata = strata(new int[] {0, 0, 1, 1}, new int[] {0, 0, 1, 1});

    assertThatThrownBy(() -> Division.of(strata, 3)).hasMessageContaining("images of two groups");
  }

  @Test
  void aGivenDivisionIsObeyedAndItsFoldsAreMadeOfTheImagesThatTrain() {
    Strata strata = Strata.of(new int[] {0, 1, 0, 1, 0, 1, 0, 1});
    int[] train = {0, 1, 4, 5};

    Division division = Division.given(strata, train, new int[0], new int[] {2, 3, 6, 7}, 3);

    assertThat(division.train()).isEqualTo(train);
    assertThat(division.test()).containsExactly(2, 3, 6, 7);
    assertThat(division.folds()).hasDimensions(2, 2);
    assertThat(
            IntStream.concat(IntStream.of(division.folds()[0]), IntStream.of(division.folds()[1])))
        .containsExactlyInAnyOrder(0, 1, 4, 5);
  }
}
