package dev.ijepa.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {
  private final List<String> notes = new ArrayList<>();

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"id2label": {"0": "a", "1": "b", "2": "c"}}                    | a, b, c
          {"id2label": {"2": "c", "0": "a", "1": "b"}}                    | a, b, c
          {"id2label": {"0": 7, "1": 8.5, "2": true}}                     | 7, 8.5, true
          {"id2label": {"0": "a", "1": null, "2": "c"}}                   | a, LABEL_1, c
          {"id2label": {"0": "a", "1": "a", "2": "a"}}                    | a, a, a
          {"id2label": {"00": "a", "01": "b", "2": "c"}}                  | a, b, c
          {"label2id": {"c": 2, "a": 0, "b": 1}}                          | a, b, c
          {"label2id": {"c": "2", "a": "0", "b": "1"}}                    | a, b, c
          {"id2label": null, "label2id": null}                            | LABEL_0, LABEL_1, LABEL_2
          {"num_labels": 3}                                               | LABEL_0, LABEL_1, LABEL_2
          """)
  void labelsAreText(String config, String labels) throws CheckpointException {
    assertThat(String.join(", ", parse(config))).isEqualTo(labels);
    assertThat(notes).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id2label\": {\"0\": \"a\", \"1\": \"b\"}}",
        "{\"id2label\": {\"0\": \"a\", \"1\": \"b\", \"2\": \"c\", \"3\": \"d\"}}",
        "{\"id2label\": {\"1\": \"a\", \"2\": \"b\", \"3\": \"c\"}}",
        "{\"id2label\": {\"0\": \"a\", \"1\": \"b\", \"x\": \"c\"}}",
        "{\"id2label\": {\"0\": \"a\", \"00\": \"b\", \"1\": \"c\"}}",
        "{\"id2label\": {\"0\": \"a\", \"1\": \"b\", \"99999999999\": \"c\"}}",
        "{\"id2label\": {\"0\": {}, \"1\": [], \"2\": \"c\"}}",
        "{\"id2label\": [\"a\", \"b\", \"c\"]}",
        "{\"id2label\": \"abc\"}",
        "{\"id2label\": {}}",
        "{\"label2id\": {\"a\": 0, \"b\": 0, \"c\": 1}}",
        "{\"label2id\": {\"a\": 0.5, \"b\": -1, \"c\": 1}}",
      })
  void labelsThatDoNotFitAreNotUsedAndSaid(String config) throws CheckpointException {
    assertThat(parse(config)).containsExactly("LABEL_0", "LABEL_1", "LABEL_2");
    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith("config.json: ")
        .contains("classes 0 to 2 of classifier.weight");
  }

  @Test
  void oneClassHasOneLabel() throws CheckpointException {
    assertThat(Labels.parse(json("{\"id2label\": {\"0\": \"quality\"}}"), 1, notes))
        .containsExactly("quality");
  }

  private List<String> parse(String config) throws CheckpointException {
    return Labels.parse(json(config), 3, notes);
  }

  private static com.fasterxml.jackson.databind.JsonNode json(String text)
      throws CheckpointException {
    return StrictJson.parseObject(text.getBytes(StandardCharsets.UTF_8), "config.json");
  }
}
