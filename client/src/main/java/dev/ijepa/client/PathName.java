package dev.ijepa.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * File names as text, without loss and whatever the locale of the process.
 *
 * <p>A file name is bytes. Java decodes them in the encoding of the locale, and {@link
 * Path#toString} replaces each byte that does not fit: in the locale C two names outside ASCII can
 * become one. Here a name is decoded as UTF-8. A byte that is no UTF-8 becomes the lone surrogate
 * U+DC00 + byte, from U+DC80 to U+DCFF, as in Python's {@code surrogateescape}: {@code
 * os.fsencode(name)} gives the bytes back, and so does {@link #bytes}.
 *
 * <p>Where file names are text already, as on Windows, a name is that of {@link Path#toString}.
 */
public final class PathName {
  private static final int ESCAPE = 0xDC00;

  private PathName() {}

  /** The name of a path: two paths of one file system have one name only if they are equal. */
  public static String of(Path path) {
    String text = path.toString();
    // Every encoding of a locale agrees with ASCII.
    return isAscii(text) || !hasBytes(path) ? text : of(bytesOf(path));
  }

  /** The name that these bytes are. */
  public static String of(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CharsetDecoder decoder = UTF_8.newDecoder();
    CoderResult result = decoder.decode(in, out, true);
    while (result.isMalformed()) {
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE | Byte.toUnsignedInt(in.get())));
      }
      result = decoder.decode(in, out, true);
    }
    return out.flip().toString();
  }

  /** The bytes of a name: the inverse of {@link #of(byte[])}. */
  public static byte[] bytes(String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(name.length());
    int plain = 0;
    for (int i = 0; i < name.length(); i++) {
      if (isEscaped(name, i)) {
        bytes.writeBytes(name.substring(plain, i).getBytes(UTF_8));
        bytes.write(name.charAt(i));
        plain = i + 1;
      }
    }
    bytes.writeBytes(name.substring(plain).getBytes(UTF_8));
    return bytes.toByteArray();
  }

  /**
   * The path of a name: the inverse of {@link #of(Path)}, in the default file system.
   *
   * @throws InvalidPathException if no file can have that name
   */
  public static Path path(String name) {
    Path root = Path.of("/");
    if (isAscii(name) || !hasBytes(root)) {
      return Path.of(name);
    }
    Path absolute = Path.of(URI.create(uri(name)));
    // Not by relativize, which would drop "..".
    return name.startsWith("/") ? absolute : absolute.subpath(0, absolute.getNameCount());
  }

  /** For people: a byte that is no UTF-8 as {@code \xe9}. */
  public static String printable(String name) {
    StringBuilder text = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      if (isEscaped(name, i)) {
        text.append("\\x").append(HexFormat.of().toHexDigits((byte) name.charAt(i)));
      } else {
        text.append(name.charAt(i));
      }
    }
    return text.toString();
  }

  /** Whether a name holds bytes that are no UTF-8. */
  public static boolean isText(String name) {
    return name.equals(printable(name));
  }

  // A URI of a path holds its bytes, whatever the locale: java.nio.file has no other way to them.
  private static byte[] bytesOf(Path path) {
    String uri = Path.of("/").resolve(path).toUri().getRawPath();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(uri.length());
    int i = path.isAbsolute() ? 0 : 1;
    // A folder has a slash at the end.
    int end = uri.length() > 1 && uri.endsWith("/") ? uri.length() - 1 : uri.length();
    while (i < end) {
      boolean escaped = uri.charAt(i) == '%';
      bytes.write(escaped ? HexFormat.fromHexDigits(uri, i + 1, i + 3) : uri.charAt(i));
      i += escaped ? 3 : 1;
    }
    return bytes.toByteArray();
  }

  private static String uri(String name) {
    if (name.indexOf('\0') >= 0) {
      throw new InvalidPathException(printable(name), "a name cannot hold a null character");
    }
    return Stream.of(name.split("/", -1))
        .filter(part -> !part.isEmpty())
        .map(PathName::percentEncoded)
        .collect(Collectors.joining("/", "file:///", ""));
  }

  private static String percentEncoded(String part) {
    return HexFormat.ofDelimiter("").withPrefix("%").formatHex(bytes(part));
  }

  private static boolean isEscaped(String name, int at) {
    char c = name.charAt(at);
    return c >= 0xDC80
        && c <= 0xDCFF
        && (at == 0 || !Character.isHighSurrogate(name.charAt(at - 1)));
  }

  private static boolean hasBytes(Path path) {
    return path.getFileSystem().getSeparator().equals("/")
        && path.getFileSystem().provider().getScheme().equals("file");
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }
}
