package dev.ijepa.server.http;

import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the body of a request may be.
 *
 * @param bytes the most that it may have, also when it is inflated; 0 if there is none
 * @param types of media that it may be, such as {@code image/*}
 * @param isOfImages whether the request is refused at its headers if no model could answer in time
 * @param needsType whether a request must have a Content-Type; otherwise one that has none is taken
 *     for one of the types
 */
public record BodyRule(int bytes, List<String> types, boolean isOfImages, boolean needsType) {
  /** There is no body, or nobody reads it. */
  public static final BodyRule NONE = new BodyRule(0, List.of(), false);

  /** A body whose Content-Type may be missing. */
  public BodyRule(int bytes, List<String> types, boolean isOfImages) {
    this(bytes, types, isOfImages, false);
  }

  /** Whether there is one to be read. */
  boolean hasBody() {
    return bytes > 0;
  }

  /**
   * Whether a body may have a type.
   *
   * @param contentType the header; empty if there is none
   */
  boolean accepts(String contentType) {
    String type = mediaType(contentType);
    return type.isEmpty() ? !needsType : types.stream().anyMatch(allowed -> isOf(type, allowed));
  }

  /**
   * Checks a header.
   *
   * @param contentType empty if there is none
   * @throws HttpErrorException with 415, if the body is of another type
   */
  void requireType(String contentType) throws HttpErrorException {
    if (!accepts(contentType)) {
      String type = mediaType(contentType);
      String allowed = String.join(" or ", types);
      throw HttpError.of(
              415,
              type.isEmpty()
                  ? "Content-Type is missing; it must be " + allowed
                  : "Content-Type is %s; it must be %s".formatted(type, allowed))
          .with("Accept-Post", String.join(", ", types))
          .asException();
    }
  }

  /** The type without its parameters. */
  private static String mediaType(String contentType) {
    return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** The same rule for a body that may be of other types too. */
  BodyRule orOf(List<String> others) {
    List<String> all = Stream.concat(types.stream(), others.stream()).distinct().toList();
    return new BodyRule(bytes, all, isOfImages, needsType);
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
