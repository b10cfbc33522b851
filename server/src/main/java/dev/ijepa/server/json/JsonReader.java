package dev.ijepa.server.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.ijepa.server.guard.Charge;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads a document value by value. Nothing is made of what nobody asks for, and what is made is
 * bounded: depth, names, numbers, strings. A string of any length is a {@link JsonString}.
 *
 * <p>The reader stands before a value until one of its methods has read it.
 */
public final class JsonReader {
  private final byte[] document;
  private final int end;
  private final Charge charge;
  private final JsonParser parser;

  /**
   * Reads the first bytes of an array.
   *
   * @param charge for what is made of long strings
   */
  public JsonReader(byte[] document, int end, Charge charge) throws FailedException {
    this.document = document;
    this.end = end;
    this.charge = charge;
    this.parser = reading(() -> Json.FACTORY.createParser(document, 0, end));
    advance();
  }

  private interface Read<T> {
    T value() throws IOException;
  }

  private static <T> T reading(Read<T> read) throws FailedException {
    try {
      return read.value();
    } catch (JsonProcessingException e) {
      throw invalid("the body is no JSON that is accepted: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw invalid("the body is no JSON that is accepted");
    }
  }

  private void advance() throws FailedException {
    JsonToken unused = reading(parser::nextToken);
  }

  /** Enters an object. */
  public void beginObject(String where) throws FailedException {
    require(JsonToken.START_OBJECT, where, "an object");
    advance();
  }

  /**
   * The name of the object's next member, before whose value the reader stands; empty at its end.
   */
  public Optional<String> nextName() throws FailedException {
    if (parser.currentToken() == JsonToken.FIELD_NAME) {
      String name = unicode(reading(parser::currentName));
      advance();
      return Optional.of(name);
    }
    require(JsonToken.END_OBJECT, "the body", "an object");
    advance();
    return Optional.empty();
  }

  /** Enters an array. */
  public void beginArray(String where) throws FailedException {
    require(JsonToken.START_ARRAY, where, "an array");
    advance();
  }

  /** Whether the array has another element, before which the reader stands. */
  public boolean hasNext() throws FailedException {
    if (parser.currentToken() == JsonToken.END_ARRAY) {
      advance();
      return false;
    }
    return true;
  }

  public boolean isObject() {
    return parser.currentToken() == JsonToken.START_OBJECT;
  }

  public boolean isArray() {
    return parser.currentToken() == JsonToken.START_ARRAY;
  }

  public boolean isString() {
    return parser.currentToken() == JsonToken.VALUE_STRING;
  }

  public boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  /** A short string. */
  public String string(String where) throws FailedException {
    require(JsonToken.VALUE_STRING, where, "a string");
    String text = unicode(reading(parser::getText));
    advance();
    return text;
  }

  /** JSON can say one half of a pair of surrogates, which no answer could repeat in UTF-8. */
  private static String unicode(String text) throws FailedException {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw invalid("a string has half of a pair of surrogates, which is no Unicode");
    }
    return text;
  }

  /** A string of any length; it is a view of the document. */
  public JsonString text(String where) throws FailedException {
    require(JsonToken.VALUE_STRING, where, "a string");
    long start = parser.currentTokenLocation().getByteOffset();
    if (start < 0 || start >= end || document[(int) start] != '"') {
      throw invalid("the body must be in UTF-8");
    }
    advance();
    return new JsonString(document, (int) start + 1, end, charge);
  }

  /** An integer. */
  public long integer(String where) throws FailedException {
    require(JsonToken.VALUE_NUMBER_INT, where, "an integer");
    long value = reading(parser::getLongValue);
    advance();
    return value;
  }

  /** A value that is no object and no array: a Boolean, a Long, a Double or a String. */
  public Object scalar(String where) throws FailedException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
      advance();
      return token == JsonToken.VALUE_TRUE;
    }
    if (token == JsonToken.VALUE_NUMBER_INT) {
      return integer(where);
    }
    if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      double value = reading(parser::getDoubleValue);
      advance();
      return value;
    }
    return string(where);
  }

  /** Passes over a value. */
  public void skip() throws FailedException {
    if (parser.currentToken() == null) {
      throw invalid("the body ends in the middle");
    }
    JsonParser unused = reading(parser::skipChildren);
    advance();
  }

  /** Checks that nothing follows. */
  public void requireEnd() throws FailedException {
    if (parser.currentToken() != null) {
      throw invalid("the body goes on behind its JSON");
    }
  }

  private void require(JsonToken token, String where, String what) throws FailedException {
    if (parser.currentToken() != token) {
      throw invalid("%s must be %s".formatted(where, what));
    }
  }

  private static FailedException invalid(String message) {
    return new FailedException(Reason.REQUEST_INVALID, message);
  }
}
