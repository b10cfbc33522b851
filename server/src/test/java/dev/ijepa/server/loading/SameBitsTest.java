package dev.ijepa.server.loading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.Output;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.server.FakeModel;
import dev.ijepa.server.batching.BatchEngine;
import dev.ijepa.server.batching.BatchPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SameBitsTest {
  private static final Duration TIME = Duration.ofMillis(1);
  private static final BatchPlan PLAN =
      new BatchPlan(2, Map.of(1, TIME, 2, TIME, 4, TIME, 8, TIME), Optional.of(TIME));

  @Test
  void whereAllBatchesGiveTheSameBitsThePlanStays() {
    WarmModel same = sameBits((place, size) -> 0, 0);

    assertThat(same.plan()).hasToString(PLAN.toString());
    assertThat(same.engine().alone()).isPresent();
  }

  @Test
  void sizesOfOtherBitsAreNotUsed() {
    WarmModel same = sameBits((place, size) -> size == 4 ? 1 : 0, 0);

    assertThat(same.plan().sizes()).containsExactly(1, 2, 8);
    assertThat(same.plan().timeAlone()).contains(TIME);
  }

  @Test
  void norAreThoseWhereOnlyTheLastOfABatchDiffers() {
    WarmModel same = sameBits((place, size) -> place == 7 ? 1 : 0, 0);

    assertThat(same.plan().sizes()).containsExactly(1, 2, 4);
  }

  @Test
  void imagesAreNotDividedWhereThatGivesOtherBits() {
    WarmModel same = sameBits((place, size) -> 0, 1);

    assertThat(same.plan().sizes()).containsExactly(1, 2, 4, 8);
    assertThat(same.plan().timeAlone()).isEmpty();
    assertThat(same.engine().alone()).as("a plan in doubt must not try it").isEmpty();
  }

  @Test
  void bitsTellEnginesApart() {
    assertThat(sameBits((place, size) -> 0, 0).bits())
        .isEqualTo(sameBits((place, size) -> size == 4 ? 1 : 0, 1).bits())
        .isNotEqualTo(sameBits((place, size) -> 1, 0).bits());
  }

  /** How many units in the last place a feature is off. */
  private interface Rounding {
    int at(int place, int size);
  }

  private static WarmModel sameBits(Rounding rounding, int divided) {
    FakeModel model = new FakeModel();
    BatchEngine engine =
        new BatchEngine() {
          @Override
          public List<ImageOutputs> run(List<ModelInput> inputs, int batchSize) {
            return IntStream.range(0, inputs.size())
                .mapToObj(place -> outputs(inputs.get(place), rounding.at(place, batchSize)))
                .toList();
          }

          @Override
          public Optional<BatchEngine> alone() {
            return Optional.of((inputs, size) -> List.of(outputs(inputs.get(0), divided)));
          }
        };
    return new SameBits(model, PLAN.maxSize()).of(new WarmModel(model, engine, PLAN), engine);
  }

  private static ImageOutputs outputs(ModelInput input, int off) {
    float exact = 1 + Math.abs(input.pixels()[0]) + Math.abs(input.pixels()[1]);
    return new ImageOutputs(
        Map.of(Output.EMBEDDING, new float[] {2, exact + off * Math.ulp(exact)}));
  }
}
