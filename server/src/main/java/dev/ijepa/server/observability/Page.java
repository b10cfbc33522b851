package dev.ijepa.server.observability;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** A page of the admin port. It answers GET and HEAD at its own path alone. */
@FunctionalInterface
interface Page {
  /**
   * An answer.
   *
   * @param code of HTTP
   * @param contentType of the text
   */
  record Reply(int code, String contentType, String text) {
    static Reply plain(int code, String text) {
      return new Reply(code, "text/plain; charset=utf-8", text);
    }
  }

  Reply reply(HttpExchange request) throws IOException;

  /** The page as a handler of its path. */
  default HttpHandler at(String path) {
    return exchange -> {
      try (exchange) {
        send(exchange, replyOrError(exchange, path));
      }
    };
  }

  private Reply replyOrError(HttpExchange exchange, String path) throws IOException {
    if (!exchange.getRequestURI().getPath().equals(path)) {
      return Reply.plain(404, "There is no such page; / lists those that are.\n");
    }
    if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return Reply.plain(405, "Only GET and HEAD are allowed.\n");
    }
    return reply(exchange);
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    byte[] body = reply.text.getBytes(StandardCharsets.UTF_8);
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", reply.contentType);
    headers.set("Vary", "Accept, Accept-Encoding");
    if (acceptsGzip(exchange)) {
      body = gzip(body);
      headers.set("Content-Encoding", "gzip");
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(reply.code, -1);
    } else {
      exchange.sendResponseHeaders(reply.code, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static boolean acceptsGzip(HttpExchange exchange) {
    String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    return accepted != null && accepted.contains("gzip");
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(body);
    }
    return compressed.toByteArray();
  }
}
