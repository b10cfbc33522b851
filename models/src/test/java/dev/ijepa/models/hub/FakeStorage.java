package dev.ijepa.models.hub;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The storage behind a Hub: signed addresses, ranges, an ETag of its own, and no tokens. */
final class FakeStorage implements FakeServer.Answer {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

  private final FakeRepository repository;

  FakeStorage(FakeRepository repository) {
    this.repository = repository;
  }

  @Override
  public void to(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String name = path.substring(path.lastIndexOf('/') + 1);
    boolean signed =
        String.valueOf(exchange.getRequestURI().getQuery()).contains("X-Amz-Signature=");
    // Storage takes a signature or a token, and refuses both together.
    if (!signed || !FakeServer.header(exchange, "Authorization").isEmpty()) {
      FakeServer.send(exchange, signed ? 400 : 403, "<Error/>");
      return;
    }
    send(exchange, repository.file(name));
  }

  private static void send(HttpExchange exchange, byte[] content) throws IOException {
    exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
    exchange.getResponseHeaders().set("ETag", "\"multipart-etag-3\"");
    Matcher range = RANGE.matcher(FakeServer.header(exchange, "Range"));
    if (!range.matches()) {
      FakeServer.send(exchange, 200, content);
      return;
    }
    int from = Integer.parseInt(range.group(1));
    int to = range.group(2).isEmpty() ? content.length - 1 : Integer.parseInt(range.group(2));
    if (from >= content.length) {
      FakeServer.send(exchange, 416, new byte[0], "Content-Range", "bytes */" + content.length);
      return;
    }
    FakeServer.send(
        exchange,
        206,
        Arrays.copyOfRange(content, from, to + 1),
        "Content-Range",
        "bytes %d-%d/%d".formatted(from, to, content.length));
  }
}
