package dev.ijepa.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InputShareTest {
  @Test
  void filesAndArchivesAddUp() {
    InputShare share = new InputShare(100);

    share.passed(10);
    share.open();
    share.at(40, false);

    assertThat(share.get()).isEqualTo(0.5);
  }

  @Test
  void whatWasDoneBeforeIsNeitherReadNorLeft() {
    InputShare share = new InputShare(100);

    share.open();
    share.at(60, true);
    assertThat(share.get()).isZero();

    share.at(70, false);
    assertThat(share.get()).isEqualTo(0.25);
  }

  @Test
  void nothingToDoIsAllDone() {
    assertThat(new InputShare(0).get()).isEqualTo(1);
  }
}
