package dev.ijepa.models.hub;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What a Hub's status means. Source: huggingface_hub's {@code hf_raise_for_status}. */
final class HubRefusal {
  private HubRefusal() {}

  /** The exception for a status that is neither success nor redirect. */
  static IOException of(HubResource resource, HttpResponse<?> response, boolean withToken) {
    String host = response.uri().getAuthority();
    return switch (response.headers().firstValue("X-Error-Code").orElse("")) {
      case "RepoNotFound" -> noRepository(resource, host, withToken);
      case "GatedRepo" -> gated(resource, withToken);
      case "RevisionNotFound" ->
          new HubException(
              "hf:%s has no revision '%s'"
                  .formatted(resource.reference().repository(), resource.reference().revision()));
      case "EntryNotFound" ->
          new HubException("%s has no file '%s'".formatted(resource.reference(), resource.file()));
      default -> ofStatus(resource, response, withToken);
    };
  }

  private static IOException ofStatus(
      HubResource resource, HttpResponse<?> response, boolean withToken) {
    String host = response.uri().getAuthority();
    int status = response.statusCode();
    return switch (status) {
      // The Hub does not tell strangers which repositories there are.
      case 401 ->
          withToken
              ? new HubException(
                  host + " does not accept the token of HF_TOKEN (or of the file HF_HOME/token)")
              : noRepository(resource, host, false);
      case 403 ->
          new HubException(
              "%s: %s forbids it; the token of HF_TOKEN must be allowed to read it"
                  .formatted(resource, host));
      case 408, 429, 500, 502, 503, 504 ->
          new TransientException(
              "%s: %s answers with status %d".formatted(resource, host, status),
              retryAfter(response));
      default ->
          new HubException("%s: %s answers with status %d".formatted(resource, host, status));
    };
  }

  private static HubException noRepository(HubResource resource, String host, boolean withToken) {
    return new HubException(
        "%s has no repository '%s', or it is private and %s"
            .formatted(
                host,
                resource.reference().repository(),
                withToken
                    ? "the token may not read it"
                    : "needs a token: set HF_TOKEN to one that may read it"));
  }

  private static HubException gated(HubResource resource, boolean withToken) {
    return new HubException(
        "hf:%s is gated: accept its conditions on its page of the Hub, then %s"
            .formatted(
                resource.reference().repository(),
                withToken
                    ? "try again (HF_TOKEN must be of the account that was given access)"
                    : "set HF_TOKEN to a token of that account"));
  }

  private static Duration retryAfter(HttpResponse<?> response) {
    String seconds = response.headers().firstValue("Retry-After").orElse("");
    return seconds.matches("\\d{1,9}")
        ? Duration.ofSeconds(Integer.parseInt(seconds))
        : Duration.ZERO;
  }
}
