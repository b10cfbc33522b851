package dev.ijepa.models.preprocessing;

/**
 * Bytes that a kind of file has at a place.
 *
 * @param name what it is
 * @param offset where the bytes are
 * @param bytes one byte in each char
 */
record Signature(String name, int offset, String bytes) {
  /** Whether the first bytes of a file, one in each char, have it. */
  boolean matches(String head) {
    return head.startsWith(bytes, offset);
  }
}
