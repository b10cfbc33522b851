package dev.ijepa.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import dev.ijepa.server.guard.Charge;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Documents that strangers might send: valid ones, changed at random. The reader gives what
 * Jackson's tree has, or refuses the document as a fault of the request; nothing else.
 */
@Timeout(120)
class JsonReaderMutationTest {
  private static final int DOCUMENTS = 20_000;
  private static final int LONGEST = 10_000;

  /** No character of a document: with it, a string is read to its end. */
  private static final char NO_DELIMITER = '\uffff';

  private static final ObjectMapper JACKSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final List<String> VALID =
      List.of(
          "{\"model\": \"embedded\", \"input\": [\"data:image/png;base64,iVBORw0KGgo=\"], \"encoding_format\": \"float\"}",
          "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image\\/png;base64,AA\\u003d\\u003d\"}}]}],\"dimensions\":null}",
          "{\"id\":\"é €\\n\",\"inputs\":[{\"name\":\"PIXELS\",\"shape\":[1,2,2,3],\"datatype\":\"UINT8\",\"data\":[[[[0,1,255],[4,5,6]],[[7,8,9],[-1,2.5,1e3]]]]}],\"parameters\":{\"binary_data_output\":true,\"timeout\":9223372036854775807}}",
          "[0, -0, 1.0e-10, 123456789012345678901234567890.5, true, false, null, \"\", {}, [], {\"a\":{\"a\":{\"a\":[[[]]]}}}]",
          " \"\\ud83d\\ude00 😀 ÿ\" ");

  private static final List<String> FRAGMENTS =
      List.of(
          "[",
          "]",
          "{",
          "}",
          ",",
          ":",
          "\"",
          "\\",
          "\\u",
          "\\ud800",
          "\0",
          "\n",
          "//",
          "/*",
          "'",
          "NaN",
          "Infinity",
          "-",
          "+1",
          "01",
          "1e999",
          "9".repeat(63),
          "9".repeat(65),
          "1." + "0".repeat(70),
          "[".repeat(31),
          "[".repeat(40),
          "{\"a\":".repeat(40),
          "\"" + "n".repeat(300) + "\":1,",
          "\"" + "s".repeat(5000) + "\"",
          "\ufeff",
          "null",
          "true",
          "\"a\":1,");

  private static final byte[][] NO_UTF8 = {
    {(byte) 0xff},
    {(byte) 0xc3},
    {(byte) 0xc0, (byte) 0x80},
    {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
    {(byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
    {(byte) 0x80}
  };

  @Test
  void aChangedDocumentIsReadAsJacksonReadsItOrRefused() throws Exception {
    Random random = new Random(7);
    int read = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      byte[] document = utf8(VALID.get(random.nextInt(VALID.size())));
      for (int change = random.nextInt(2); change >= 0; change--) {
        document = change(document, random);
      }
      read += requireSameOrRefused(document, random) ? 1 : 0;
    }

    // Both kinds are many: neither side of the comparison is idle.
    assertThat(read).isBetween(DOCUMENTS / 20, DOCUMENTS - DOCUMENTS / 20);
  }

  @Test
  void validDocumentsAreReadAsJacksonReadsThem() throws Exception {
    for (String document : VALID) {
      assertThat(requireSameOrRefused(utf8(document), new Random(1))).as(document).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "9", "\"", "-", "[9,", "\\", "/*"})
  void eightMegabytesOfNonsenseAreRefusedInLittleMemory(String fragment) {
    byte[] document = utf8(fragment.repeat((8 << 20) / fragment.length()));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    FailedException refusal =
        catchThrowableOfType(
            FailedException.class,
            () -> {
              JsonReader reader = reader(document);
              reader.skip();
              reader.requireEnd();
            });

    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(refusal.failure().reason()).isEqualTo(Reason.REQUEST_INVALID);
    assertThat(allocated).isLessThan(1 << 20);
  }

  /** Whether it was read. */
  private static boolean requireSameOrRefused(byte[] document, Random random) throws IOException {
    Object read;
    try {
      JsonReader reader = reader(document);
      // A string that is read in place gives other characters as bytes.
      boolean isAscii = StandardCharsets.US_ASCII.newEncoder().canEncode(text(document));
      read = value(reader, () -> isAscii && random.nextBoolean());
      reader.requireEnd();
    } catch (FailedException e) {
      assertThat(e.failure().reason()).isEqualTo(Reason.REQUEST_INVALID);
      return false;
    }
    assertThat(read).as(() -> text(document)).isEqualTo(plain(JACKSON.readTree(document)));
    return true;
  }

  private static @Nullable Object value(JsonReader json, BooleanSupplier readsInPlace)
      throws FailedException {
    if (json.isNull()) {
      json.skip();
      return null;
    }
    if (json.isObject()) {
      json.beginObject("it");
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      Optional<String> name;
      while ((name = json.nextName()).isPresent()) {
        members.put(name.get(), value(json, readsInPlace));
      }
      return members;
    }
    if (json.isArray()) {
      json.beginArray("it");
      List<@Nullable Object> elements = new ArrayList<>();
      while (json.hasNext()) {
        elements.add(value(json, readsInPlace));
      }
      return elements;
    }
    return json.isString() && readsInPlace.getAsBoolean()
        ? json.text("it").until(NO_DELIMITER, LONGEST)
        : json.scalar("it");
  }

  /** What the tree has, in the reader's terms. */
  private static @Nullable Object plain(JsonNode node) {
    if (node.isObject()) {
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      node.properties().forEach(entry -> members.put(entry.getKey(), plain(entry.getValue())));
      return members;
    }
    if (node.isArray()) {
      List<@Nullable Object> elements = new ArrayList<>();
      node.forEach(element -> elements.add(plain(element)));
      return elements;
    }
    if (node.isNull()) {
      return null;
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isIntegralNumber()) {
      return node.bigIntegerValue().longValueExact();
    }
    return node.isNumber() ? (Object) node.doubleValue() : node.textValue();
  }

  private static JsonReader reader(byte[] document) throws FailedException {
    return new JsonReader(document, document.length, Charge.NONE);
  }

  private static byte[] change(byte[] document, Random random) {
    int at = random.nextInt(document.length + 1);
    int end = Math.min(document.length, at + random.nextInt(8));
    return switch (random.nextInt(7)) {
      case 0 -> joined(document, at, new byte[0], document.length); // Truncated.
      case 1 -> joined(document, at, new byte[0], end); // Without a few bytes.
      case 2 -> joined(document, at, new byte[] {(byte) random.nextInt(256)}, end);
      case 3 -> joined(document, at, NO_UTF8[random.nextInt(NO_UTF8.length)], at);
      case 4 -> joined(document, end, document.clone(), end); // Itself, within itself.
      default -> joined(document, at, fragment(random), at);
    };
  }

  private static byte[] fragment(Random random) {
    return utf8(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
  }

  /** A part of a document, something else, and the rest of it from somewhere. */
  private static byte[] joined(byte[] document, int to, byte[] between, int rest) {
    byte[] result = new byte[to + between.length + document.length - rest];
    System.arraycopy(document, 0, result, 0, to);
    System.arraycopy(between, 0, result, to, between.length);
    System.arraycopy(document, rest, result, to + between.length, document.length - rest);
    return result;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] document) {
    return new String(document, StandardCharsets.UTF_8);
  }
}
