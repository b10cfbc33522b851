package dev.ijepa.models;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, of which every Java platform has one. */
public final class Hashes {
  private Hashes() {}

  /** A new digest. */
  public static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /**
   * Hashes a list of texts: 64 hexadecimal digits.
   *
   * <p>The length of each text is hashed too, so that {@code ("ab", "c")} differs from {@code ("a",
   * "bc")}.
   */
  public static String sha256(String... texts) {
    MessageDigest digest = newSha256();
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
