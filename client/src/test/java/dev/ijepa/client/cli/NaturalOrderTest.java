package dev.ijepa.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
  private static final List<String> SORTED =
      List.of(
          "",
          "1.jpg",
          "02.jpg",
          "2.jpg",
          "10.jpg",
          "99999999999999999999999.jpg",
          "100000000000000000000000.jpg",
          "IMG.jpg",
          "a",
          "a/2/x.jpg",
          "a/10/b.jpg",
          "a-1/b.jpg",
          "img",
          "img1a2.jpg",
          "img1a10.jpg",
          "img002.jpg",
          "img2.jpg",
          "img10.jpg",
          "é.jpg");

  @Test
  void namesGoAsPeopleCount() {
    List<String> names = new ArrayList<>(SORTED);
    Collections.shuffle(names, new Random(3));

    names.sort(NaturalOrder.INSTANCE);

    assertThat(names).isEqualTo(SORTED);
  }

  @Test
  void onlyEqualNamesAreEqual() {
    for (String a : SORTED) {
      for (String b : SORTED) {
        int expected = Integer.compare(SORTED.indexOf(a), SORTED.indexOf(b));
        assertThat(Integer.signum(NaturalOrder.INSTANCE.compare(a, b)))
            .as("%s and %s", a, b)
            .isEqualTo(expected);
      }
    }
  }
}
