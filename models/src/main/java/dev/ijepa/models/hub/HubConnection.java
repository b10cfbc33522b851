package dev.ijepa.models.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Asks a Hub, and follows its redirects. The token is shown to the Hub and to nobody else. */
final class HubConnection {
  private static final int MAX_REDIRECTS = 5;
  private static final int MAX_PORT = 65_535;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final HubSettings settings;
  // The redirects are ours: the client would pass the token on. HTTP/1.1 is enough for one file at
  // a time.
  private final HttpClient http;

  HubConnection(HubSettings settings) {
    this.settings = settings;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.timeout())
            .build();
  }

  /**
   * Asks for the headers. A redirect that leaves the Hub is the answer: its headers describe the
   * file, those of the storage behind it do not.
   */
  HttpResponse<?> head(HubResource resource) throws IOException {
    HttpResponse<InputStream> response = exchange(resource, "HEAD", 0);
    response.body().close();
    return response;
  }

  /** Asks for the bytes from {@code from} on; the answer's status says whether that was heard. */
  HttpResponse<InputStream> get(HubResource resource, long from) throws IOException {
    return exchange(resource, "GET", from);
  }

  private HttpResponse<InputStream> exchange(HubResource resource, String method, long from)
      throws IOException {
    URI uri = resource.uri();
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      HttpResponse<InputStream> response = send(request(method, uri, from));
      if (response.statusCode() / 100 == 2) {
        return response;
      }
      response.body().close();
      if (!REDIRECTS.contains(response.statusCode())) {
        throw HubRefusal.of(resource, response, !settings.token().isEmpty());
      }
      uri = location(response);
      if (method.equals("HEAD") && !isHub(uri)) {
        return response;
      }
    }
    throw new HubException("%s: more than %d redirects".formatted(resource, MAX_REDIRECTS));
  }

  private HttpRequest request(String method, URI uri, long from) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(method, BodyPublishers.noBody())
            .header("User-Agent", "ijepa-server")
            // What is compressed on the way has no known size.
            .header("Accept-Encoding", "identity");
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    if (isHub(uri) && !settings.token().isEmpty()) {
      request.header("Authorization", "Bearer " + settings.token());
    }
    return request.build();
  }

  private boolean isHub(URI uri) {
    return Origin.of(uri).equals(Origin.of(settings.endpoint()));
  }

  private static URI location(HttpResponse<?> response) throws HubException {
    URI from = response.uri();
    String location = response.headers().firstValue("Location").orElse("");
    try {
      URI next = from.resolve(location);
      boolean open = "http".equals(next.getScheme());
      if (next.getHost() != null
          && next.getPort() <= MAX_PORT
          && (open || "https".equals(next.getScheme()))
          && !(open && "https".equals(from.getScheme()))) {
        return next;
      }
    } catch (IllegalArgumentException e) {
      throw new HubException(from.getHost() + " redirects to what is no address", e);
    }
    throw new HubException(
        "%s redirects from %s to '%s'; that is not followed"
            .formatted(from.getHost(), from.getScheme(), location.replaceAll("\\?.*", "?…")));
  }

  // Not HttpRequest's own timeout: newer Javas count the body in.
  private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
    BodyHandler<InputStream> body =
        headers ->
            BodySubscribers.mapping(
                BodySubscribers.ofInputStream(), bytes -> new TimedBody(bytes, settings.timeout()));
    CompletableFuture<HttpResponse<InputStream>> answer = http.sendAsync(request, body);
    String host = request.uri().getAuthority();
    try {
      return answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new TransientException(
          "%s has not answered for %s".formatted(host, seconds(settings)), e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + host);
    } catch (ExecutionException e) {
      throw failure(host, e.getCause());
    }
  }

  private static IOException failure(String host, @Nullable Throwable cause) {
    if (cause instanceof SSLException) {
      return new HubException(
          "no safe connection to %s: %s".formatted(host, cause.getMessage()), cause);
    }
    return new TransientException("%s can't be reached: %s".formatted(host, cause), cause);
  }

  private static String seconds(HubSettings settings) {
    return settings.timeout().toSeconds() + " s";
  }

  private record Origin(String scheme, String host, int port) {
    static Origin of(URI uri) {
      int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
      return new Origin(uri.getScheme(), uri.getHost().toLowerCase(Locale.ROOT), port);
    }
  }
}
