package dev.ijepa.models.hub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The running hash of a file's bytes, of the kind that its etag is: SHA-256 for large file storage,
 * the SHA-1 of a git blob for the rest.
 */
final class BlobHash {
  private final MessageDigest digest;
  private final String expected;

  private BlobHash(MessageDigest digest, String expected) {
    this.digest = digest;
    this.expected = expected;
  }

  static boolean isHash(String etag) {
    return etag.matches("[0-9a-f]{40}|[0-9a-f]{64}");
  }

  /** Starts the hash of a file of {@code size} bytes. */
  static BlobHash start(String etag, long size) {
    if (etag.length() == 64) {
      return new BlobHash(digest("SHA-256"), etag);
    }
    MessageDigest git = digest("SHA-1");
    git.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
    return new BlobHash(git, etag);
  }

  void update(byte[] bytes, int count) {
    digest.update(bytes, 0, count);
  }

  /** Whether the bytes so far are those that the etag stands for. Ends the hash. */
  boolean matches() {
    return HexFormat.of().formatHex(digest.digest()).equals(expected);
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }
}
