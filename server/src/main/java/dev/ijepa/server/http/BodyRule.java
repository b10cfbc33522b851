package dev.ijepa.server.http;

import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import java.util.List;
import java.util.Locale;

/**
 * What the body of a request may be.
 *
 * @param bytes the most that it may have, also when it is inflated; 0 if there is none
 * @param types of media that it may be, such as {@code image/*}; a request without Content-Type is
 *     taken for one of them
 * @param isOfImages whether the request is refused at its headers if no model could answer in time
 */
public record BodyRule(int bytes, List<String> types, boolean isOfImages) {
  /** There is no body, or nobody reads it. */
  public static final BodyRule NONE = new BodyRule(0, List.of(), false);

  /** Whether there is one to be read. */
  boolean hasBody() {
    return bytes > 0;
  }

  /**
   * Checks a header.
   *
   * @param contentType empty if there is none
   * @throws HttpErrorException with 415, if the body is of another type
   */
  void requireType(String contentType) throws HttpErrorException {
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!type.isEmpty() && types.stream().noneMatch(allowed -> isOf(type, allowed))) {
      throw HttpError.of(
              415, "Content-Type is %s; it must be %s".formatted(type, String.join(" or ", types)))
          .asException();
    }
  }

  private static boolean isOf(String type, String allowed) {
    return allowed.endsWith("/*")
        ? type.startsWith(allowed.substring(0, allowed.length() - 1))
        : type.equals(allowed);
  }

  /** The error of a body that has more bytes. */
  HttpError tooLarge() {
    return HttpError.of(
        new Failure(
            Reason.IMAGE_TOO_LARGE,
            "the body has more than the %,d bytes that are allowed".formatted(bytes)));
  }
}
