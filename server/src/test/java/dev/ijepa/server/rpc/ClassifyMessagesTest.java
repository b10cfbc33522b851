package dev.ijepa.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.head.Distance;
import dev.ijepa.models.head.Neighbour;
import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.features.FeatureResult.HeadScores;
import dev.ijepa.server.features.FeatureResult.ScoredClass;
import dev.ijepa.server.features.ModelIdentity;
import dev.ijepa.server.item.ItemTimings;
import dev.ijepa.v1.Classification;
import dev.ijepa.v1.HeadResult;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClassifyMessagesTest {
  private static HeadScores head(
      boolean isNamed, @Nullable Distance distance, List<Neighbour> neighbours) {
    List<ScoredClass> classes = List.of(new ScoredClass(1, "dog", 0.9f, 2));
    return new HeadScores("mine", isNamed, "a fingerprint", classes, distance, neighbours);
  }

  private static Classification classification(HeadScores head) {
    ItemTimings timings = new ItemTimings(Duration.ZERO, Duration.ZERO, Duration.ZERO, 1);
    return ClassifyMessages.classification(
        new FeatureResult(
            new ModelIdentity("m", "v", "f", "r"), List.of(), List.of(head), timings));
  }

  @Test
  void aHeadThatIsNamedSaysAllThatItKnows() {
    Neighbour near = new Neighbour("a/b.png", 1, "dog", 0.75f);

    HeadResult result =
        classification(head(true, new Distance(0.5f, 99, true), List.of(near))).getHeads(0);

    assertThat(result.getName()).isEqualTo("mine");
    assertThat(result.getClasses(0).getLabel()).isEqualTo("dog");
    assertThat(result.getRejected()).isTrue();
    assertThat(result.getDistance().getValue()).isEqualTo(0.5f);
    assertThat(result.getDistance().getPercentile()).isEqualTo(99);
    assertThat(result.getNeighbours(0).getPath()).isEqualTo("a/b.png");
    assertThat(result.getNeighbours(0).getSimilarity()).isEqualTo(0.75f);
  }

  @Test
  void whatAHeadDoesNotKnowIsAbsent() {
    HeadResult none = classification(head(true, null, List.of())).getHeads(0);
    HeadResult noThreshold =
        classification(head(true, new Distance(0.5f, 99, null), List.of())).getHeads(0);

    assertThat(none.hasDistance()).isFalse();
    assertThat(none.hasRejected()).isFalse();
    assertThat(noThreshold.hasDistance()).isTrue();
    assertThat(noThreshold.hasRejected()).isFalse();
  }

  @Test
  void theDefaultHeadIsThereUnaskedIfItSaysMoreThanItsClasses() {
    assertThat(classification(head(false, null, List.of())).getHeadsList()).isEmpty();
    assertThat(classification(head(false, new Distance(0.5f, 99, false), List.of())).getHeadsList())
        .extracting(HeadResult::getName)
        .containsExactly("mine");
  }
}
