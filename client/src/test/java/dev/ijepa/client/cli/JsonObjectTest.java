package dev.ijepa.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonObjectTest {

  @Test
  void membersKeepTheirOrderAndType() {
    JsonObject inner = new JsonObject().put("a", 1L);

    assertThat(
            new JsonObject()
                .put("text", "x")
                .put("number", 0.5f)
                .put("object", inner)
                .put("list", List.of(inner, inner)))
        .hasToString(
            "{\"text\": \"x\", \"number\": 0.5, \"object\": {\"a\": 1},"
                + " \"list\": [{\"a\": 1}, {\"a\": 1}]}");
  }

  @Test
  void whatWouldBreakAStringIsEscaped() {
    assertThat(new JsonObject().put("p", "a\"b\\c\n\t\r\u0001\u2028/ü"))
        .hasToString("{\"p\": \"a\\\"b\\\\c\\n\\t\\r\\u0001\\u2028/ü\"}");
  }

  @Test
  void pairsOfSurrogatesStayAndHalvesAreEscaped() {
    assertThat(new JsonObject().put("p", "\uD83D\uDE00 \uD83D \uDE00"))
        .hasToString("{\"p\": \"\uD83D\uDE00 \\ud83d \\ude00\"}");
  }

  @Test
  void numbersThatJsonLacksAreNull() {
    assertThat(new JsonObject().put("n", Float.NaN)).hasToString("{\"n\": null}");
  }

  @Test
  void anEmptyObjectIsOneToo() {
    assertThat(new JsonObject()).hasToString("{}");
  }
}
