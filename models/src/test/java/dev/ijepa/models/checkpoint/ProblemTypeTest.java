package dev.ijepa.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ijepa.models.HeadActivation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTypeTest {
  private final List<String> notes = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      textBlock =
          """
          null,                        1, SIGMOID
          null,                        2, SOFTMAX
          single_label_classification, 1, SIGMOID
          single_label_classification, 2, SOFTMAX
          multi_label_classification,  1, SIGMOID
          multi_label_classification,  3, SIGMOID
          regression,                  1, NONE
          regression,                  3, NONE
          """)
  void theActivationIsThatOfTheReferencesPipeline(
      String problemType, int classes, HeadActivation expected) {
    assertThat(ProblemType.activation(config(problemType), classes, notes)).isEqualTo(expected);
    assertThat(notes).isEmpty();
  }

  @Test
  void aProblemThatIsNotKnownCountsAsNotGivenAndIsSaid() {
    assertThat(ProblemType.activation(config("ranking"), 3, notes))
        .isEqualTo(HeadActivation.SOFTMAX);
    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith(
            "config.json: problem_type 'ranking' is not known; scores are computed by softmax");
  }

  private static JsonNode config(String problemType) {
    return JsonNodeFactory.instance.objectNode().put("problem_type", problemType);
  }
}
