package dev.ijepa.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.options.DataSize;
import org.junit.jupiter.api.Test;

class PipelineOptionsTest {
  private static final int MIB = 1 << 20;

  private final PipelineOptions options = new PipelineOptions();

  @Test
  void aMessageMayHoldFourTimesWhatTheLargestImageNeeds() {
    options.maxImageBytes = DataSize.parse("4MiB");
    options.maxInFlight = DataSize.parse("8GiB");

    assertThat(options.messageBytes()).isEqualTo(4 * (4 + 1) * MIB);
  }

  @Test
  void noMessageMayHoldMoreThanTheShareOfAllThatAreReceived() {
    options.maxImageBytes = DataSize.parse("4MiB");
    options.maxInFlight = DataSize.parse("64MiB");

    assertThat(options.messageBytes()).isEqualTo(8 * MIB);
  }

  @Test
  void theLargestImageFitsIntoAMessageHoweverSmallTheBudget() {
    options.maxImageBytes = DataSize.parse("4MiB");
    options.maxInFlight = DataSize.parse("1");

    assertThat(options.messageBytes()).isEqualTo((4 + 1) * MIB);
  }

  @Test
  void aMessageFitsIntoAnArrayHoweverLargeTheBudget() {
    options.maxImageBytes = DataSize.parse("1GiB");
    options.maxInFlight = new DataSize(Long.MAX_VALUE);

    assertThat(options.messageBytes()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void oneClientLeavesAnEighthOfTheItemsToTheOthersIfNoOtherBoundIsSet() {
    options.maxInFlight = DataSize.parse("64MiB");
    assertThat(options.callerBudgets().bytes(Caller.LOCAL)).isEqualTo(28 * MIB);

    options.maxInFlightPerClient = DataSize.parse("5MiB");
    assertThat(options.callerBudgets().bytes(Caller.LOCAL)).isEqualTo(5 * MIB);
  }
}
