package dev.ijepa.models.hub;

import com.sun.net.httpserver.HttpExchange;
import dev.ijepa.models.GoldenFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Hub with one repository, and the storage behind it at another address. It answers as the Hub
 * does; Python's huggingface_hub downloads from it too, see {@link #main}.
 */
final class FakeHub implements AutoCloseable {
  private static final Pattern API =
      Pattern.compile("/api/models/([^/]+/[^/]+)/(revision|tree)/([^/]+)");
  private static final Pattern RESOLVE = Pattern.compile("/([^/]+/[^/]+)/resolve/([^/]+)/(.+)");
  private static final Pattern SMALL =
      Pattern.compile("/api/resolve-cache/models/([^/]+/[^/]+)/([^/]+)/(.+)");

  final FakeRepository repository;
  final FakeServer storage;
  final FakeServer server;

  /** What a visitor must show; empty if anybody may look. */
  String token = "";

  /** Whether the token's account has accepted the conditions. */
  boolean gated;

  FakeHub(FakeRepository repository, int port) throws IOException {
    this.repository = repository;
    this.storage = new FakeServer(new FakeStorage(repository), 0);
    this.server = new FakeServer(this::answer, port);
  }

  /** Where a large file's bytes are. */
  static String storagePath(String name) {
    return "/repos/ab/cd/" + name;
  }

  static String resolvePath(String name) {
    return "/%s/resolve/%s/%s".formatted(FakeRepository.NAME, FakeRepository.COMMIT, name);
  }

  static String apiPath() {
    return "/api/models/%s/revision/main".formatted(FakeRepository.NAME);
  }

  URI uri() {
    return server.uri();
  }

  /** The range headers of the requests for a file's bytes. */
  List<String> rangesAskedOf(String name) {
    return storage.requests().stream()
        .filter(request -> request.path().equals(storagePath(name)))
        .map(FakeServer.Request::range)
        .toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Matcher api = API.matcher(path);
    Matcher small = SMALL.matcher(path);
    Matcher resolve = RESOLVE.matcher(path);
    Matcher asked = api.matches() ? api : small.matches() ? small : resolve;
    if (asked == resolve && !resolve.matches()) {
      refuse(exchange, 404, "");
    } else if (isWelcome(exchange, asked.group(1))) {
      if (asked == api) {
        list(exchange, api.group(2), api.group(3));
      } else {
        file(exchange, asked.group(2), asked.group(3), asked == small);
      }
    }
  }

  private boolean isWelcome(HttpExchange exchange, String name) throws IOException {
    String shown = FakeServer.header(exchange, "Authorization");
    if (!shown.isEmpty() && !token.isEmpty() && !shown.equals("Bearer " + token)) {
      refuse(exchange, 401, "", "X-Error-Message", "Invalid credentials in Authorization header");
    } else if (!name.equals(FakeRepository.NAME) || (!token.isEmpty() && shown.isEmpty())) {
      refuse(exchange, shown.isEmpty() ? 401 : 404, gated ? "GatedRepo" : "RepoNotFound");
    } else if (gated) {
      refuse(exchange, 403, "GatedRepo");
    } else {
      return true;
    }
    return false;
  }

  private void list(HttpExchange exchange, String what, String revision) throws IOException {
    if (!isRevision(revision)) {
      refuse(exchange, 404, "RevisionNotFound");
      return;
    }
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    byte[] json =
        what.equals("tree") ? repository.tree() : repository.info(query.contains("blobs"));
    FakeServer.send(exchange, 200, json, "Content-Type", "application/json; charset=utf-8");
  }

  private void file(HttpExchange exchange, String revision, String name, boolean bytes)
      throws IOException {
    if (!isRevision(revision)) {
      refuse(exchange, 404, "RevisionNotFound");
      return;
    }
    if (!repository.has(name)) {
      refuse(exchange, 404, "EntryNotFound", "X-Repo-Commit", FakeRepository.COMMIT);
      return;
    }
    exchange.getResponseHeaders().set("X-Repo-Commit", FakeRepository.COMMIT);
    String etag = "\"%s\"".formatted(repository.etag(name));
    if (bytes) {
      FakeServer.send(exchange, 200, repository.file(name), "ETag", etag);
    } else if (FakeRepository.isLarge(name)) {
      exchange.getResponseHeaders().set("X-Linked-Etag", etag);
      exchange.getResponseHeaders().set("X-Linked-Size", "" + repository.file(name).length);
      redirect(exchange, 302, storage.uri() + storagePath(name) + "?X-Amz-Signature=00ff");
    } else {
      exchange.getResponseHeaders().set("X-Linked-Etag", etag);
      exchange.getResponseHeaders().set("X-Linked-Size", "" + repository.file(name).length);
      redirect(
          exchange,
          307,
          "/api/resolve-cache/models/%s/%s/%s"
              .formatted(FakeRepository.NAME, FakeRepository.COMMIT, name));
    }
  }

  static void redirect(HttpExchange exchange, int status, String location) throws IOException {
    FakeServer.send(exchange, status, "Found.", "Location", location, "ETag", "\"tmp\"");
  }

  private static boolean isRevision(String revision) {
    return revision.equals("main") || revision.equals(FakeRepository.COMMIT);
  }

  private static void refuse(HttpExchange exchange, int status, String code, String... headers)
      throws IOException {
    if (!code.isEmpty()) {
      exchange.getResponseHeaders().set("X-Error-Code", code);
    }
    FakeServer.send(exchange, status, "{\"error\":\"no\"}", headers);
  }

  @Override
  public void close() {
    server.close();
    storage.close();
  }

  /**
   * Serves a folder (by default the embedded checkpoint) as {@code digits/ijepa-tiny}, so that
   * other clients can be tried against it with {@code HF_ENDPOINT}. Arguments: port, folder.
   */
  public static void main(String[] args) throws IOException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8000;
    Path folder =
        args.length > 1 ? Path.of(args[1]) : GoldenFile.models().resolve("embedded/checkpoint");
    FakeHub hub = new FakeHub(FakeRepository.of(folder), port);
    System.out.printf("HF_ENDPOINT=%s serves %s%n", hub.uri(), FakeRepository.NAME);
  }
}
