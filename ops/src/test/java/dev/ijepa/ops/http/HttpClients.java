package dev.ijepa.ops.http;

import dev.ijepa.models.GoldenFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;

/** Java's own client of the HTTP port. */
public final class HttpClients {
  private final HttpClient client;
  private final String server;

  /** A client of one connection, if that speaks HTTP/2. */
  public HttpClients(int port, Version version) throws Exception {
    this.client = HttpClient.newBuilder().version(version).build();
    this.server = "http://localhost:" + port;
    // Java's client begins with HTTP/1.1, and a request that has a body can't be upgraded.
    if (get("/v2/health/live").version() != version) {
      throw new AssertionError("the server does not speak " + version);
    }
  }

  /** One of the bundled samples. */
  static byte[] sample(String name) throws IOException {
    return Files.readAllBytes(GoldenFile.models().resolve("embedded/samples").resolve(name));
  }

  public HttpResponse<byte[]> get(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofByteArray());
  }

  public HttpResponse<byte[]> post(String path, String type, byte[] body, String... headers)
      throws Exception {
    return client.send(posting(path, type, body, headers), BodyHandlers.ofByteArray());
  }

  CompletableFuture<HttpResponse<byte[]>> postAsync(String path, String type, byte[] body) {
    return client.sendAsync(posting(path, type, body), BodyHandlers.ofByteArray());
  }

  private HttpRequest posting(String path, String type, byte[] body, String... headers) {
    HttpRequest.Builder request =
        request(path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path));
  }

  static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
