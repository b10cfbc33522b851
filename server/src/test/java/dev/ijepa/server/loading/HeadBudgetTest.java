package dev.ijepa.server.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.server.options.DataSize;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeadBudgetTest {
  private final HeadBudget budget = new HeadBudget(new DataSize(100));

  @Test
  void headsTakeNoMoreThanTheirPartOfTheHeap() {
    budget.hold("first", 60);

    assertThatCode(() -> budget.requireRoom("second", 40)).doesNotThrowAnyException();
    assertThatThrownBy(() -> budget.requireRoom("second", 41))
        .hasMessageContaining("head 'second'")
        .hasMessageContaining("--heads-memory");
  }

  @Test
  void aHeadThatIsReplacedMakesPlaceForTheNewOne() throws Exception {
    budget.hold("first", 60);

    budget.requireRoom("first", 100);
    budget.hold("first", 100);

    assertThat(budget.used()).isEqualTo(100);
  }

  @Test
  void aHeadThatIsTakenOffMakesPlace() {
    budget.hold("first", 60);
    budget.hold("second", 40);

    budget.retain(Set.of("second"));

    assertThat(budget.used()).isEqualTo(40);
    assertThatCode(() -> budget.requireRoom("third", 60)).doesNotThrowAnyException();
  }
}
