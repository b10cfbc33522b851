package dev.ijepa.models.hub;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file of the Hub as the server describes it when asked for it.
 *
 * @param resource what it is, and where
 * @param etag the hash of its bytes (see {@link BlobHash}); names it in the cache
 * @param size in bytes
 */
record RemoteFile(HubResource resource, String etag, long size) {
  /**
   * Reads the headers of an answer to HEAD.
   *
   * @throws HubException if they are not a Hub's, or contradict the listing
   */
  static RemoteFile of(HubResource resource, RepositoryFile listed, HttpResponse<?> response)
      throws HubException {
    HttpHeaders headers = response.headers();
    String commit = headers.firstValue("X-Repo-Commit").orElse("");
    if (!commit.equals(resource.reference().revision())) {
      throw new HubException(
          "%s: the server answers for commit '%s'; is HF_ENDPOINT a Hub?"
              .formatted(resource, commit));
    }
    String etag =
        bare(headers.firstValue("X-Linked-Etag").or(() -> headers.firstValue("ETag")).orElse(""));
    if (!BlobHash.isHash(etag)) {
      throw new HubException(
          "%s: its ETag '%s' is no hash, so it can't be checked".formatted(resource, etag));
    }
    long size = size(response).orElse(listed.size());
    if (size < 0) {
      throw new HubException("%s: the server does not say how large it is".formatted(resource));
    }
    if ((!listed.etag().isEmpty() && !listed.etag().equals(etag))
        || (listed.size() >= 0 && listed.size() != size)) {
      throw new HubException(
          "%s: the listing says %s with %d bytes, the file itself %s with %d"
              .formatted(resource, listed.etag(), listed.size(), etag, size));
    }
    return new RemoteFile(resource, etag, size);
  }

  // A redirect's own length says nothing about the file.
  private static OptionalLong size(HttpResponse<?> response) {
    HttpHeaders headers = response.headers();
    Optional<String> linked = headers.firstValue("X-Linked-Size");
    Optional<String> size =
        response.statusCode() == 200
            ? linked.or(() -> headers.firstValue("Content-Length"))
            : linked;
    return size.filter(text -> text.matches("\\d{1,18}")).stream()
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  private static String bare(String etag) {
    return etag.replaceFirst("^W/", "").replace("\"", "");
  }
}
