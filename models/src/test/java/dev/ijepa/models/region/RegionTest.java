package dev.ijepa.models.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ijepa.models.image.ImageSize;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden data: {@code models/reference/regions.py} writes it with GEOS and NumPy. */
class RegionTest {
  private static final double TOLERANCE = 1e-9;
  private static final ImageSize IMAGE = new ImageSize(200, 100);
  private static final PatchGrid GRID = new PatchGrid(2, 4);

  static Stream<Arguments> golden() throws IOException {
    try (InputStream file = RegionTest.class.getResourceAsStream("/regions.json")) {
      JsonNode golden = new ObjectMapper().readTree(file);
      ImageSize image = new ImageSize(golden.get("width").asLong(), golden.get("height").asLong());
      PatchGrid grid = new PatchGrid(golden.get("rows").asInt(), golden.get("columns").asInt());
      return StreamSupport.stream(golden.get("cases").spliterator(), false)
          .map(each -> Arguments.of(each.get("name").asText(), each, image, grid));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("golden")
  void coversEachPatchAsTheReferenceSays(
      String name, JsonNode golden, ImageSize image, PatchGrid grid) {
    Coverage coverage = region(golden).coverage(image, grid);

    double[] expected = doubles(golden.get("shares"));
    for (int patch = 0; patch < expected.length; patch++) {
      assertThat(coverage.share(patch))
          .as("patch %d", patch)
          .isCloseTo(expected[patch], within(TOLERANCE));
    }
  }

  private static Region region(JsonNode golden) {
    if (golden.has("mask")) {
      int[] counts =
          StreamSupport.stream(golden.get("counts").spliterator(), false)
              .mapToInt(JsonNode::asInt)
              .toArray();
      return new Mask(golden.get("mask").get(0).asInt(), golden.get("mask").get(1).asInt(), counts);
    }
    CoordinateUnit unit = CoordinateUnit.valueOf(golden.get("unit").asText());
    if (golden.has("box")) {
      double[] sides = doubles(golden.get("box"));
      return new Box(unit, sides[0], sides[1], sides[2], sides[3]);
    }
    List<double[]> rings = new ArrayList<>();
    golden.get("rings").forEach(ring -> rings.add(doubles(ring)));
    return new Polygon(unit, rings);
  }

  private static double[] doubles(JsonNode numbers) {
    return StreamSupport.stream(numbers.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  @Test
  void theMeanWeighsTokensByTheSharesOfTheirPatches() {
    // Of patch 0 the whole, of patch 1 a half, of patches 4 and 5 in the second row the same.
    Coverage coverage = new Box(CoordinateUnit.PIXEL, 0, 0, 75, 200).coverage(IMAGE, GRID);
    float[] tokens = {1, 10, 2, 20, 0, 0, 0, 0, 3, 30, 4, 40, 0, 0, 0, 0};
    float[] target = new float[4];

    assertThat(coverage.mean(tokens, 2, target, 1)).isTrue();

    assertThat(target).containsExactly(0, 7 / 3f, 70 / 3f, 0);
  }

  @Test
  void aRegionOutsideTheImageHasNoMean() {
    Coverage coverage = new Box(CoordinateUnit.NORMALIZED, 1, 0, 2, 1).coverage(IMAGE, GRID);
    float[] target = {7};

    assertThat(coverage.mean(new float[GRID.size()], 1, target, 0)).isFalse();
    assertThat(target).containsExactly(7);
  }

  @Test
  void aMaskMayHaveARunThatGoesOverSeveralColumns() {
    // 3 rows, 4 columns: the last pixel of the first column to the first one of the last column.
    Coverage coverage = new Mask(3, 4, new int[] {2, 8, 2}).coverage(IMAGE, new PatchGrid(3, 4));

    assertThat(IntStream.range(0, 12).mapToDouble(coverage::share))
        .containsExactly(0.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 0.0);
  }

  @Test
  void linesFarOutsideTheImageDoNoHarm() {
    double far = Float.MAX_VALUE;
    Polygon polygon =
        new Polygon(
            CoordinateUnit.PIXEL,
            List.of(new double[] {-far, -far, far, -far, far, far, -far, far}));

    assertThat(polygon.coverage(IMAGE, GRID).patches()).isEqualTo(GRID.size());
  }

  @ParameterizedTest
  @ValueSource(doubles = {10, 5, Double.NaN, Double.POSITIVE_INFINITY})
  void aBoxWithoutAnInsideIsRefused(double right) {
    assertThatThrownBy(() -> new Box(CoordinateUnit.PIXEL, 10, 0, right, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("right " + right)
        .hasMessageContaining("right more than left");
  }

  @Test
  void polygonsOfOtherThanCornersAreRefused() {
    refuses("3 to 1024 are allowed");
    refuses("has 4 numbers", new double[] {0, 0, 1, 1});
    refuses("has 7 numbers", new double[] {0, 0, 1, 1, 2, 2, 3});
    refuses("NaN, which is not finite", new double[] {0, 0, 1, 1, Double.NaN, 2});
    refuses("have 1025 corners", IntStream.range(0, 2050).asDoubleStream().toArray());
  }

  @Test
  void aPolygonWhoseLinesCrossTooOftenIsRefused() {
    // Up and down: each line of the second half crosses all of the first half.
    double[] ring = new double[160];
    for (int i = 0; i < 40; i++) {
      ring[2 * i] = i;
      ring[2 * i + 1] = i % 2 * 100;
      ring[80 + 2 * i] = i % 2 * 100;
      ring[80 + 2 * i + 1] = i + 30.5;
    }
    refuses("cross each other more than 256 times", ring);
  }

  private static void refuses(String message, double[]... rings) {
    assertThatThrownBy(() -> new Polygon(CoordinateUnit.PIXEL, List.of(rings)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aMaskThatItsRunsDoNotFillIsRefused() {
    assertThatThrownBy(() -> new Mask(2, 3, new int[] {1, 4}))
        .hasMessage("counts add up to 5, and width x height is 6");
    assertThatThrownBy(() -> new Mask(0, 3, new int[] {}))
        .hasMessageStartingWith("height 0: 1 to ");
    assertThatThrownBy(() -> new Mask(1, -1, new int[] {}))
        .hasMessageStartingWith("width 4294967295: 1 to ");
    // Unsigned: not minus one.
    assertThatThrownBy(() -> new Mask(1, 1, new int[] {-1, 2}))
        .hasMessage("counts add up to 4294967297, and width x height is 1");
  }
}
