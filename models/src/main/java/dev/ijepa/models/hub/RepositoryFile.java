package dev.ijepa.models.hub;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A file of a repository, as a listing describes it.
 *
 * @param size in bytes; -1 if the listing does not say
 * @param gitHash SHA-1 of the git blob, in hexadecimal; empty if the listing does not say
 * @param lfsHash SHA-256 of the content of a file in large file storage; empty for others
 */
record RepositoryFile(long size, String gitHash, String lfsHash) {
  /** What names the blob in the cache; empty if the listing does not say. */
  String etag() {
    return lfsHash.isEmpty() ? gitHash : lfsHash;
  }

  /** From what the API calls a sibling. */
  static RepositoryFile ofApi(JsonNode sibling) {
    JsonNode lfs = sibling.path("lfs");
    return new RepositoryFile(
        (lfs.isObject() ? lfs : sibling).path("size").asLong(-1),
        sibling.path("blobId").asText(""),
        lfs.path("sha256").asText(""));
  }

  /** From a listing in the cache. */
  static RepositoryFile ofCache(JsonNode file) {
    return new RepositoryFile(
        file.path("size").asLong(-1),
        file.path("blob_id").asText(""),
        file.path("lfs_sha256").asText(""));
  }
}
