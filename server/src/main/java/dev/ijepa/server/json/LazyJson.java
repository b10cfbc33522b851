package dev.ijepa.server.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A document that is written while its reader takes it: features are a quarter of the size of their
 * text, and only they are kept meanwhile.
 */
public final class LazyJson implements Iterator<ByteBuffer> {
  private static final int PIECE_BYTES = 16 << 10;
  private static final int VALUES_OF_PART = 1024;

  private final Iterator<Json.Part> parts;
  private final ByteArrayOutputStream piece = new ByteArrayOutputStream();
  private final JsonGenerator json;

  /** A document of parts, of which each is a few KiB. */
  public LazyJson(Stream<Json.Part> parts) {
    this.parts = parts.iterator();
    try {
      json = Json.FACTORY.createGenerator(piece);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An array of numbers. */
  public static Stream<Json.Part> array(float[] values) {
    return array(FloatBuffer.wrap(values));
  }

  /** The numbers of a buffer from its start to its limit. */
  public static Stream<Json.Part> array(FloatBuffer values) {
    int count = (values.limit() + VALUES_OF_PART - 1) / VALUES_OF_PART;
    return Stream.of(
            Stream.<Json.Part>of(JsonGenerator::writeStartArray),
            IntStream.range(0, count)
                .<Json.Part>mapToObj(
                    part -> json -> writeFloats(json, values, part * VALUES_OF_PART)),
            Stream.<Json.Part>of(JsonGenerator::writeEndArray))
        .flatMap(parts -> parts);
  }

  private static void writeFloats(JsonGenerator json, FloatBuffer values, int from)
      throws IOException {
    int end = Math.min(values.limit(), from + VALUES_OF_PART);
    for (int i = from; i < end; i++) {
      json.writeNumber(values.get(i));
    }
  }

  @Override
  public boolean hasNext() {
    return parts.hasNext();
  }

  /** The next piece. It has at least a byte, and few more than 16 KiB. */
  @Override
  public ByteBuffer next() {
    if (!parts.hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      while (parts.hasNext() && piece.size() < PIECE_BYTES) {
        parts.next().write(json);
        json.flush();
      }
      if (!parts.hasNext()) {
        json.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // There is no device that could fail.
    }
    ByteBuffer written = ByteBuffer.wrap(piece.toByteArray());
    piece.reset();
    return written;
  }
}
