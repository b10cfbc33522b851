package dev.ijepa.models.hub;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Something of the Hub that is asked for.
 *
 * @param reference the repository and the revision
 * @param file its name in the repository; empty for the listing of the repository
 * @param uri where it is
 */
record HubResource(HubReference reference, String file, URI uri) {
  static HubResource listing(URI endpoint, HubReference reference) {
    return new HubResource(
        reference,
        "",
        URI.create(
            "%s/api/models/%s/revision/%s?blobs=true"
                .formatted(endpoint, reference.repository(), encoded(reference.revision()))));
  }

  /** A file of {@code reference}, whose revision is a commit. */
  static HubResource file(URI endpoint, HubReference reference, String name) {
    return new HubResource(
        reference,
        name,
        URI.create(
            "%s/%s/resolve/%s/%s"
                .formatted(endpoint, reference.repository(), reference.revision(), encoded(name))));
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8);
  }

  /** How errors call it. */
  @Override
  public String toString() {
    return file.isEmpty() ? reference.toString() : "%s of %s".formatted(file, reference);
  }
}
