package dev.ijepa.server.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
  private static final List<String> KNOWN = List.of("IJEPA_PORT", "IJEPA_MAX_BATCH_SIZE");

  @Test
  void theNearestNameIsSuggested() {
    assertThat(Suggestions.nearest("IJEPA_PROT", KNOWN)).contains("IJEPA_PORT");
    assertThat(Suggestions.nearest("ijepa_port", KNOWN)).contains("IJEPA_PORT");
    assertThat(Suggestions.nearest("IJEPA_MAXBATCHSIZE", KNOWN)).contains("IJEPA_MAX_BATCH_SIZE");
  }

  @Test
  void nothingIsSuggestedThatCanNotHaveBeenMeant() {
    assertThat(Suggestions.nearest("IJEPA_TEMPERATURE", KNOWN)).isEmpty();
    assertThat(Suggestions.didYouMean("IJEPA_TEMPERATURE", KNOWN)).isEmpty();
  }

  @Test
  void aDistanceCountsLetters() {
    assertThat(Suggestions.distance("", "abc")).isEqualTo(3);
    assertThat(Suggestions.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Suggestions.distance("same", "SAME")).isZero();
  }
}
