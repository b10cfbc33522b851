package dev.ijepa.server.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.HeadActivation;
import dev.ijepa.models.Output;
import dev.ijepa.models.head.Distance;
import dev.ijepa.models.head.HeadKind;
import dev.ijepa.models.head.Judgement;
import dev.ijepa.models.head.Neighbour;
import dev.ijepa.server.catalog.DistanceCounts;
import dev.ijepa.server.catalog.ServedHead;
import dev.ijepa.server.features.FeatureResult.HeadScores;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SelectedHeadTest {
  private static final ServedHead HEAD =
      new ServedHead(
          "mine",
          HeadKind.LINEAR,
          Output.EMBEDDING,
          List.of("cat", "dog", "owl"),
          HeadActivation.SOFTMAX,
          "a fingerprint",
          Map.of(),
          false,
          null,
          0,
          features -> Judgement.of(new float[] {features[0], 2, features[0]}),
          new DistanceCounts());

  private static SelectedHead selected(String name, OptionalLong topK) {
    return new SelectedHead(HEAD, new HeadSelection(name, topK));
  }

  @Test
  void itGivesTheMostProbableClassesOfItsOwnLabels() {
    HeadScores scores = selected("mine", OptionalLong.of(2)).scores(new float[] {1});

    assertThat(scores.name()).isEqualTo("mine");
    assertThat(scores.fingerprint()).isEqualTo("a fingerprint");
    assertThat(scores.classes()).extracting(one -> one.label()).containsExactly("dog", "cat");
    assertThat(scores.classes().get(0).logit()).isEqualTo(2);
  }

  /** A response is charged by it before there is one. */
  @Test
  void itKnowsHowManyClassesItWillName() {
    for (OptionalLong topK :
        List.of(OptionalLong.empty(), OptionalLong.of(0), OptionalLong.of(1), OptionalLong.of(9))) {
      SelectedHead head = selected("", topK);

      assertThat(head.scores(new float[] {1}).classes()).hasSize(head.classes());
    }
  }

  @Test
  void whatTheHeadSaysBesideClassesIsInTheResultAndIsCounted() {
    Distance distance = new Distance(0.2f, 35, false);
    Neighbour neighbour = new Neighbour("a.png", 1, "dog", 0.8f);
    ServedHead near =
        new ServedHead(
            "near",
            HeadKind.KNN,
            Output.EMBEDDING,
            List.of("cat", "dog"),
            HeadActivation.NONE,
            "a fingerprint",
            Map.of(),
            true,
            0.3,
            400,
            features -> new Judgement(new float[] {0.25f, 0.75f}, distance, List.of(neighbour)),
            new DistanceCounts());
    SelectedHead selected = new SelectedHead(near, new HeadSelection("", OptionalLong.of(1)));

    HeadScores scores = selected.scores(new float[] {1});

    assertThat(scores.distance()).isEqualTo(distance);
    assertThat(scores.neighbours()).containsExactly(neighbour);
    assertThat(scores.classes().get(0).score()).isEqualTo(0.75f);
    assertThat(near.counts().of(3)).isEqualTo(1);
    assertThat(selected.bytes()).isEqualTo(128 + 400);
  }

  @Test
  void itKnowsWhetherTheClientNamedIt() {
    float[] features = {1};

    assertThat(selected("", OptionalLong.empty()).scores(features).isNamed()).isFalse();
    assertThat(selected("mine", OptionalLong.empty()).scores(features).isNamed()).isTrue();
  }
}
