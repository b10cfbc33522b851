package dev.ijepa.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ijepa.models.HeadActivation;
import java.util.List;
import java.util.Locale;

/**
 * What a classifier was trained for, {@code problem_type} of {@code config.json}. Source:
 * transformers' ImageClassificationPipeline.postprocess.
 */
final class ProblemType {
  private static final String FIELD = "problem_type";

  private ProblemType() {}

  /** The name of the problem whose scores an activation makes. */
  static String name(HeadActivation activation) {
    return switch (activation) {
      case SOFTMAX -> "single_label_classification";
      case SIGMOID -> "multi_label_classification";
      case NONE -> "regression";
    };
  }

  /**
   * What makes scores of its logits.
   *
   * @param classes number of the classifier's classes
   * @param notes gets a sentence if the problem is none that transformers knows, which then counts
   *     as not given
   */
  static HeadActivation activation(JsonNode config, int classes, List<String> notes) {
    HeadActivation unsaid = classes == 1 ? HeadActivation.SIGMOID : HeadActivation.SOFTMAX;
    String problem = config.path(FIELD).asText();
    return switch (problem) {
      case "regression" -> HeadActivation.NONE;
      case "multi_label_classification" -> HeadActivation.SIGMOID;
      case "", "null", "single_label_classification" -> unsaid;
      default -> {
        notes.add(
            "%s: problem_type '%s' is not known; scores are computed by %s, as if it were not given. Known are regression, single_label_classification, multi_label_classification"
                .formatted(
                    EncoderConfig.FILE,
                    Names.shortened(problem),
                    unsaid.name().toLowerCase(Locale.ROOT)));
        yield unsaid;
      }
    };
  }
}
