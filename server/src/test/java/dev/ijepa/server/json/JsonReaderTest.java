package dev.ijepa.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.server.guard.Charge;
import dev.ijepa.server.item.FailedException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  private static final int MOST = 1 << 20;

  private static JsonReader reader(String document) throws FailedException {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    return new JsonReader(bytes, bytes.length, Charge.NONE);
  }

  @Test
  void aStringOfAnyLengthIsReadInPlace() throws Exception {
    byte[] image = new byte[100_001];
    new Random(1).nextBytes(image);
    JsonReader reader =
        reader(
            "{\"é\": 1, \"a\" : \"data:x,%s\" , \"b\": 7}"
                .formatted(Base64.getEncoder().encodeToString(image)));
    reader.beginObject("it");
    reader.nextName();
    reader.skip();
    reader.nextName();

    JsonString text = reader.text("a");

    assertThat(text.startsWith("DATA:")).isTrue();
    assertThat(text.until(',', 100)).isEqualTo("data:x");
    assertThat(text.base64(MOST)).isEqualTo(image);
    assertThat(reader.nextName()).contains("b");
    assertThat(reader.integer("b")).isEqualTo(7);
    assertThat(reader.nextName()).isEmpty();
    reader.requireEnd();
  }

  @Test
  void escapesAndWhiteSpaceAreNoPartOfBase64() throws Exception {
    byte[] decoded = reader("\"\\/\\u002f\\n/+QQ\\r\\n=\\u003d\"").text("it").base64(MOST);

    assertThat(decoded).isEqualTo(Base64.getDecoder().decode("///+QQ=="));
  }

  @ParameterizedTest
  @ValueSource(strings = {"!!!!", "AAA=AAAA", "A", "ÄÖÜ", "AA=", "AAAA="})
  void whatIsNoBase64IsRefused(String text) {
    assertThatThrownBy(() -> reader("\"%s\"".formatted(text)).text("it").base64(MOST))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("base64");
  }

  @Test
  void anImageThatIsTooLargeIsRefusedBeforeItIsMade() {
    assertThatThrownBy(() -> reader("\"%s\"".formatted("AAAA".repeat(100))).text("it").base64(100))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("100 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": 1",
        "{\"a\": 1} 2",
        "{'a': 1}",
        "{\"a\": 11111111111111111111111111111111111111111111111111111111111111111}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
      })
  void whatIsNoJsonOrTooMuchOfItIsRefused(String document) {
    assertThatThrownBy(
            () -> {
              JsonReader reader = reader(document);
              reader.beginObject("it");
              while (reader.nextName().isPresent()) {
                reader.integer("a");
              }
              reader.requireEnd();
            })
        .isInstanceOf(FailedException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\\ud800\"", "\"\\udc00 \\ud800\""})
  void halfOfAPairOfSurrogatesIsRefused(String document) {
    assertThatThrownBy(() -> reader(document).string("it"))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("surrogates");
  }

  @Test
  void aDeepDocumentThatIsPassedOverIsRefusedToo() {
    assertThatThrownBy(() -> reader("[".repeat(100)).skip()).isInstanceOf(FailedException.class);
  }
}
