package dev.ijepa.models.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DistanceProfileTest {
  private static final DistanceProfile PROFILE =
      DistanceProfile.of(new float[] {0.4f, 0.1f, 0.2f, 0.3f, 0.5f}, 0.3);

  @Test
  void aPercentileIsTheShareOfHeldOutImagesThatAreAtMostAsFar() {
    assertThat(PROFILE.percentile(0.05)).isZero();
    assertThat(PROFILE.percentile(0.3f)).isCloseTo(50, within(1e-6));
    assertThat(PROFILE.percentile(0.45f)).isCloseTo(87.5, within(1e-3));
    assertThat(PROFILE.percentile(0.5f)).isEqualTo(100);
    assertThat(PROFILE.percentile(1.7)).isEqualTo(100);
  }

  @Test
  void manyImagesThatAreAsFarCountAllOfThem() {
    DistanceProfile equal = DistanceProfile.of(new float[] {0.1f, 0.2f, 0.2f, 0.2f, 0.3f}, null);

    assertThat(equal.percentile(0.2f)).isCloseTo(75, within(1e-6));
  }

  @Test
  void onlyAThresholdRejects() {
    assertThat(PROFILE.describe(0.3f).rejected()).isTrue(); // 0.3f is above 0.3.
    assertThat(PROFILE.describe(0.29f).rejected()).isFalse();
    assertThat(DistanceProfile.of(new float[] {1}, null).describe(2).rejected()).isNull();
  }

  @Test
  void otherNumbersThanAscendingPercentilesAreNoProfile() {
    assertThat(PROFILE.isValid()).isTrue();
    assertThat(new DistanceProfile(PROFILE.quantiles().subList(1, 101), null).isValid()).isFalse();
    List<Double> falling = new ArrayList<>(PROFILE.quantiles());
    falling.set(50, 0.0);
    assertThat(new DistanceProfile(falling, null).isValid()).isFalse();
    falling.set(50, Double.NaN);
    assertThat(new DistanceProfile(falling, null).isValid()).isFalse();
    assertThat(new DistanceProfile(PROFILE.quantiles(), Double.NaN).isValid()).isFalse();
  }
}
