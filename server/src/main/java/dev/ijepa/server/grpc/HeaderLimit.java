package dev.ijepa.server.grpc;

import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.options.DataSize;
import io.grpc.Metadata;
import java.util.List;
import java.util.Optional;

/**
 * Refuses calls whose headers are too large, alone.
 *
 * <p>gRPC has a limit too, but answers it with HTTP 431, and closes the connection with all its
 * calls if the block of headers, as it is compressed, has a quarter more. So gRPC's limit is far
 * higher, and this one has a status. Source: RFC 9113, section 6.5.2 (size of headers).
 */
final class HeaderLimit {
  /**
   * What proxies let through by default is less: Envoy 60 KiB, nginx four times 8 KiB, HAProxy 16
   * KiB. So no client of theirs can end the proxy's connection for all others.
   */
  private static final long LEAST_HARD_LIMIT = 64 << 10;

  private static final int ENTRY_BYTES = 32;

  private final long limit;

  HeaderLimit(DataSize limit) {
    this.limit = limit.bytes();
  }

  /** What gRPC keeps of a call's headers until they are counted here. */
  int hardLimit() {
    return (int) Math.max(LEAST_HARD_LIMIT, 2 * limit);
  }

  /**
   * Counts the headers of a call. If they are too large, it removes them: they would take memory
   * until the call is refused.
   *
   * @return why the call is to be refused; empty if its headers are small enough
   */
  Optional<Failure> check(String method, Metadata headers) {
    List<Metadata.Key<?>> keys =
        headers.keys().stream().<Metadata.Key<?>>map(HeaderLimit::key).toList();
    long size = method.length() + keys.stream().mapToLong(key -> size(headers, key)).sum();
    if (size <= limit) {
      return Optional.empty();
    }
    keys.forEach(headers::discardAll);
    return Optional.of(
        new Failure(
            Reason.HEADERS_TOO_LARGE,
            "the headers of the call have %,d bytes (with 32 for each); --max-header-size of this server allows %,d"
                .formatted(size, limit)));
  }

  private static Metadata.Key<?> key(String name) {
    return name.endsWith(Metadata.BINARY_HEADER_SUFFIX)
        ? Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER)
        : Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  private static long size(Metadata headers, Metadata.Key<?> key) {
    Iterable<?> values = headers.getAll(key);
    long size = 0;
    if (values != null) {
      for (Object value : values) {
        size += ENTRY_BYTES + key.name().length() + length(value);
      }
    }
    return size;
  }

  /** Binary values travel in base64. */
  private static long length(Object value) {
    return value instanceof byte[] bytes ? (bytes.length * 4L + 2) / 3 : value.toString().length();
  }
}
