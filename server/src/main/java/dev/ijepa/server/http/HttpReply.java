package dev.ijepa.server.http;

import dev.ijepa.server.json.Json;
import dev.ijepa.server.json.LazyJson;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A response.
 *
 * @param status of HTTP
 * @param headers beside the length, the Content-Type included
 * @param body its pieces, each of which is made when the one before it has left
 */
public record HttpReply(int status, Map<String, String> headers, Iterator<ByteBuffer> body) {
  private static final String CONTENT_TYPE = "Content-Type";
  private static final String JSON = "application/json";

  /** A response that is there as a whole. */
  public static HttpReply of(int status, String contentType, byte[] body) {
    return of(status, contentType, List.of(ByteBuffer.wrap(body)).iterator());
  }

  /** A response that is made while the client reads it. */
  public static HttpReply of(int status, String contentType, Iterator<ByteBuffer> body) {
    return new HttpReply(status, Map.of(CONTENT_TYPE, contentType), body);
  }

  /** A small document. */
  public static HttpReply json(int status, Json.Part document) {
    return of(status, JSON, Json.write(document));
  }

  /** A document of any size. */
  public static HttpReply json(Stream<Json.Part> parts) {
    return of(200, JSON, new LazyJson(parts));
  }

  /** The same, with one more header. */
  public HttpReply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new HttpReply(status, more, body);
  }
}
