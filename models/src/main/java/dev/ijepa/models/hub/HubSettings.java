package dev.ijepa.models.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where the Hub is and how it is used. The variables are those of Python's {@code huggingface_hub},
 * and mean the same.
 *
 * @param endpoint the Hub's address, without a slash at the end
 * @param token what proves who asks; empty for nobody
 * @param cache the folder that holds {@code models--owner--name}
 * @param offline whether only the cache may be used
 * @param timeout how long a server may be silent
 */
public record HubSettings(
    URI endpoint, String token, Path cache, boolean offline, Duration timeout) {
  private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");
  private static final int MAX_TIMEOUT_SECONDS = 3600;

  /**
   * Reads {@code HF_ENDPOINT}, {@code HF_TOKEN} (or the file {@code HF_TOKEN_PATH}, by default
   * {@code HF_HOME/token}), {@code HF_HUB_CACHE}, {@code HF_HOME}, {@code HF_HUB_OFFLINE} and
   * {@code HF_HUB_DOWNLOAD_TIMEOUT}.
   *
   * @throws HubException if one of them can't be used
   */
  public static HubSettings fromEnvironment(Map<String, String> variables) throws IOException {
    Environment environment = new Environment(variables);
    Path caches = environment.path("XDG_CACHE_HOME", environment.home().resolve(".cache"));
    Path home = environment.path("HF_HOME", caches.resolve("huggingface"));
    Path cache = environment.path("HUGGINGFACE_HUB_CACHE", home.resolve("hub"));
    return new HubSettings(
        endpoint(environment.get("HF_ENDPOINT", "https://huggingface.co")),
        token(environment, home),
        environment.path("HF_HUB_CACHE", cache).toAbsolutePath(),
        environment.isTrue("HF_HUB_OFFLINE") || environment.isTrue("TRANSFORMERS_OFFLINE"),
        timeout(environment.get("HF_HUB_DOWNLOAD_TIMEOUT", "10")));
  }

  private static URI endpoint(String text) throws HubException {
    String address = text.replaceAll("/+$", "");
    try {
      URI uri = URI.create(address);
      if (uri.getHost() != null
          && Set.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new HubException("HF_ENDPOINT is '%s': %s".formatted(text, e.getMessage()), e);
    }
    throw new HubException(
        "HF_ENDPOINT is '%s'; it must be like https://huggingface.co".formatted(text));
  }

  private static String token(Environment environment, Path home) throws IOException {
    if (environment.isTrue("HF_HUB_DISABLE_IMPLICIT_TOKEN")) {
      return "";
    }
    String given = environment.get("HF_TOKEN", environment.get("HUGGING_FACE_HUB_TOKEN", ""));
    Path file = environment.path("HF_TOKEN_PATH", home.resolve("token"));
    String token =
        given.isEmpty() && Files.isRegularFile(file) ? Files.readString(file).strip() : given;
    if (!token.matches("[!-~]{0,1000}")) {
      throw new HubException(
          given.isEmpty() ? file + " holds no token" : "HF_TOKEN holds no token");
    }
    return token;
  }

  private static Duration timeout(String seconds) throws HubException {
    if (!seconds.matches("[1-9]\\d{0,3}") || Integer.parseInt(seconds) > MAX_TIMEOUT_SECONDS) {
      throw new HubException(
          "HF_HUB_DOWNLOAD_TIMEOUT is '%s'; it must be from 1 to %d seconds"
              .formatted(seconds, MAX_TIMEOUT_SECONDS));
    }
    return Duration.ofSeconds(Integer.parseInt(seconds));
  }

  /** Without the token: this may end in a log. */
  @Override
  public String toString() {
    return "HubSettings[endpoint=%s, token=%s, cache=%s, offline=%s, timeout=%s]"
        .formatted(endpoint, token.isEmpty() ? "none" : "…", cache, offline, timeout);
  }

  /** Variables as Python's library reads them: an empty one is not set, and ~ is the home. */
  private record Environment(Map<String, String> variables) {
    String get(String name, String absent) {
      String value = variables.getOrDefault(name, "").strip();
      return value.isEmpty() ? absent : value;
    }

    Path home() {
      return Path.of(get("HOME", System.getProperty("user.home")));
    }

    Path path(String name, Path absent) {
      String value = get(name, "");
      if (value.equals("~") || value.startsWith("~/")) {
        return home().resolve(value.substring(Math.min(2, value.length())));
      }
      return value.isEmpty() ? absent : Path.of(value);
    }

    boolean isTrue(String name) {
      return TRUE.contains(get(name, "").toUpperCase(Locale.ROOT));
    }
  }
}
