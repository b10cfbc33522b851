package dev.ijepa.models.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A model repository with one commit, which is the head of its branch main. */
final class FakeRepository {
  static final String NAME = "digits/ijepa-tiny";
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, byte[]> files = new TreeMap<>();

  /** One with the files of a folder. */
  static FakeRepository of(Path folder) throws IOException {
    FakeRepository repository = new FakeRepository();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        repository.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return repository;
  }

  void put(String name, byte[] content) {
    files.put(name, content);
  }

  void put(String name, String content) {
    put(name, content.getBytes(StandardCharsets.UTF_8));
  }

  byte[] file(String name) {
    return files.get(name);
  }

  void remove(String name) {
    files.remove(name);
  }

  boolean has(String name) {
    return files.containsKey(name);
  }

  static boolean isLarge(String name) {
    return name.endsWith(".safetensors") || name.endsWith(".bin");
  }

  /** What the Hub names a file by: SHA-256 in large file storage, else the git blob's SHA-1. */
  String etag(String name) {
    return isLarge(name) ? sha256(name) : gitHash(file(name));
  }

  private String sha256(String name) {
    return hash("SHA-256", file(name));
  }

  private static String gitHash(byte[] content) {
    byte[] prefix = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
    return hash("SHA-1", prefix, content);
  }

  private byte[] pointer(String name) {
    return "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n"
        .formatted(sha256(name), file(name).length)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** {@code GET /api/models/{repository}/revision/{revision}}. */
  byte[] info(boolean blobs) throws IOException {
    ObjectNode info = JSON.createObjectNode();
    info.put("_id", "6655aabb").put("id", NAME).put("modelId", NAME).put("sha", COMMIT);
    info.put("private", false).put("gated", false).put("downloads", 1).put("likes", 0);
    ArrayNode siblings = info.putArray("siblings");
    for (String name : files.keySet()) {
      ObjectNode sibling = siblings.addObject().put("rfilename", name);
      if (blobs) {
        describe(sibling, name, "blobId", "sha256");
      }
    }
    return JSON.writeValueAsBytes(info);
  }

  /** {@code GET /api/models/{repository}/tree/{commit}?recursive=true}. */
  byte[] tree() throws IOException {
    ArrayNode tree = JSON.createArrayNode();
    for (String name : files.keySet()) {
      describe(tree.addObject().put("type", "file").put("path", name), name, "oid", "oid");
    }
    return JSON.writeValueAsBytes(tree);
  }

  private void describe(ObjectNode entry, String name, String gitField, String lfsField) {
    entry.put("size", file(name).length);
    if (isLarge(name)) {
      entry.put(gitField, gitHash(pointer(name)));
      entry
          .putObject("lfs")
          .put(lfsField, sha256(name))
          .put("size", file(name).length)
          .put("pointerSize", pointer(name).length);
    } else {
      entry.put(gitField, gitHash(file(name)));
    }
  }

  private static String hash(String algorithm, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
