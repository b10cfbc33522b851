package dev.ijepa.models.preprocessing;

import java.util.Locale;

/** Names files that have no signature: text of some kind, and what was damaged on its way. */
final class ForeignText {
  private static final String LFS = "version https://git-lfs.github.com/spec/";

  private ForeignText() {}

  /**
   * What a file looks like.
   *
   * @param head its first bytes, one in each char; at least one
   */
  static String guess(String head) {
    String text = head.startsWith("\u00ef\u00bb\u00bf") ? head.substring(3) : head;
    String lower = text.toLowerCase(Locale.ROOT).stripLeading();
    if (text.startsWith(LFS)) {
      return "a git-lfs pointer, which stands for the file: run git lfs pull where it comes from";
    }
    if (lower.startsWith("data:image/")) {
      return "a data URL: send the bytes that its base64 stands for";
    }
    if (text.startsWith("/9j/") || text.startsWith("iVBORw0KGgo")) {
      return "an image as base64 text: send the bytes that it stands for";
    }
    if (allEqual(head)) {
      return "no image: all of its first bytes are " + (int) head.charAt(0);
    }
    return isText(text) ? guessMarkup(lower) : guessBinary(head);
  }

  private static String guessMarkup(String lower) {
    if (lower.contains("<svg")) {
      return "an SVG drawing";
    }
    if (lower.contains("<html") || lower.contains("<!doctype html")) {
      return "an HTML page";
    }
    if (lower.startsWith("<?xml")) {
      return "an XML document";
    }
    return lower.startsWith("{") || lower.startsWith("[") ? "JSON text" : "text";
  }

  private static boolean allEqual(String head) {
    return head.length() > 1 && head.chars().allMatch(c -> c == head.charAt(0));
  }

  private static boolean isText(String head) {
    return head.chars()
        .noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 27);
  }

  private static String guessBinary(String head) {
    if (head.startsWith("\u00ff\u00fe") || head.startsWith("\u00fe\u00ff")) {
      return "text in UTF-16";
    }
    if (head.startsWith("\u0089PNG") || head.startsWith("\u00c2\u0089PNG")) {
      return "a PNG image that was damaged by a transfer as text";
    }
    int png = head.indexOf("\u0089PNG\r\n");
    int jpeg = head.indexOf("\u00ff\u00d8\u00ff");
    if (png > 0) {
      return "a PNG image behind %d other bytes".formatted(png);
    }
    if (jpeg > 0) {
      return "a JPEG image behind %d other bytes".formatted(jpeg);
    }
    if (head.startsWith("\u00c3\u00bf\u00c3") || head.startsWith("\u00ef\u00bf\u00bd")) {
      return "an image that was damaged by a conversion to UTF-8";
    }
    return "no image";
  }
}
