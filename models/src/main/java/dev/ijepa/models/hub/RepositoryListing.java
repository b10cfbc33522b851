package dev.ijepa.models.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ijepa.models.checkpoint.CheckpointException;
import dev.ijepa.models.checkpoint.StrictJson;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * All files of a repository at a commit, by name. The names are a stranger's: they are looked up,
 * never used as paths.
 */
record RepositoryListing(String commit, Map<String, RepositoryFile> files) {
  private static final int CACHE_FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads what {@code /api/models/{repository}/revision/{revision}?blobs=true} answers. */
  static RepositoryListing ofApi(byte[] json) throws HubException {
    JsonNode answer = parse(json);
    String commit = answer.path("sha").asText();
    if (!HubReference.isCommit(commit) || !answer.path("siblings").isArray()) {
      throw new HubException(
          "the listing of the repository has no commit or no files: is HF_ENDPOINT a Hub?");
    }
    Map<String, RepositoryFile> files = new TreeMap<>();
    for (JsonNode sibling : answer.path("siblings")) {
      files.put(sibling.path("rfilename").asText(), RepositoryFile.ofApi(sibling));
    }
    return new RepositoryListing(commit, files);
  }

  /** Reads what huggingface_hub or this project has put into {@code trees/} of the cache. */
  static RepositoryListing ofCache(String commit, byte[] json) throws HubException {
    JsonNode cached = parse(json);
    if (cached.path("format_version").asInt() != CACHE_FORMAT || !cached.path("files").isObject()) {
      throw new HubException("the listing is of another format");
    }
    Map<String, RepositoryFile> files = new TreeMap<>();
    cached
        .path("files")
        .properties()
        .forEach(file -> files.put(file.getKey(), RepositoryFile.ofCache(file.getValue())));
    return new RepositoryListing(commit, files);
  }

  /** Whether it says of each file how large it is and what it hashes to. */
  boolean isDetailed() {
    return files.values().stream().allMatch(file -> file.size() >= 0 && !file.gitHash().isEmpty());
  }

  byte[] toCache() throws IOException {
    ObjectNode cached = JSON.createObjectNode().put("format_version", CACHE_FORMAT);
    ObjectNode described = cached.putObject("files");
    files.forEach(
        (name, file) -> {
          ObjectNode entry = described.putObject(name);
          entry.put("size", file.size()).put("blob_id", file.gitHash());
          if (!file.lfsHash().isEmpty()) {
            entry.put("lfs_sha256", file.lfsHash()).put("lfs_size", file.size());
          }
        });
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(cached);
  }

  private static JsonNode parse(byte[] json) throws HubException {
    try {
      return StrictJson.parseObject(json, "the listing");
    } catch (CheckpointException e) {
      throw new HubException(String.valueOf(e.getMessage()), e);
    }
  }
}
