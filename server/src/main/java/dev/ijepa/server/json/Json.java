package dev.ijepa.server.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** How this server reads and writes JSON. */
public final class Json {
  private static final int MOST_NESTED = 32;
  private static final int LONGEST_NUMBER = 64;
  private static final int LONGEST_NAME = 256;

  /** Longer strings are images: {@link JsonString} reads them without making a string of them. */
  static final int LONGEST_STRING = 4096;

  /** What a request may hold beside its images and tensors. */
  private static final long MOST_TOKENS = 100_000_000;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MOST_NESTED)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxNameLength(LONGEST_NAME)
                  .maxStringLength(LONGEST_STRING)
                  .maxTokenCount(MOST_TOKENS)
                  .build())
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          // The names are strangers': Java would keep interned ones. Jackson's own table is
          // bounded.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private Json() {}

  /** Writes a part of a document. */
  @FunctionalInterface
  public interface Part {
    void write(JsonGenerator json) throws IOException;
  }

  /** A small document, in UTF-8. */
  public static byte[] write(Part document) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      document.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // There is no device that could fail.
    }
    return bytes.toByteArray();
  }

  /** Writes a document, in UTF-8. The caller closes it. */
  public static JsonGenerator generator(OutputStream document) {
    try {
      return FACTORY.createGenerator(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
