package dev.ijepa.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.options.DataSize;
import io.grpc.Metadata;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeaderLimitTest {
  private static final Metadata.Key<String> TEXT =
      Metadata.Key.of("abc", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<byte[]> BYTES =
      Metadata.Key.of("abc-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private final HeaderLimit limit = new HeaderLimit(new DataSize(1024));
  private final Metadata headers = new Metadata();

  @Test
  void eachValueCountsWithItsNameAndThirtyTwoBytes() {
    // 6 of the method, 2 times 35 of the names.
    headers.put(TEXT, "x".repeat(500));
    headers.put(TEXT, "x".repeat(1024 - 500 - 6 - 2 * 35));
    assertThat(limit.check("method", headers)).isEmpty();

    assertThat(limit.check("method+", headers))
        .hasValueSatisfying(
            failure -> {
              assertThat(failure.reason()).isEqualTo(Reason.HEADERS_TOO_LARGE);
              assertThat(failure.message()).contains("1,025", "1,024", "--max-header-size");
              assertThat(failure.retryAfter()).isEqualTo(Optional.empty());
            });
  }

  @Test
  void binaryValuesCountAsTheyTravel() {
    headers.put(BYTES, new byte[738]);
    assertThat(limit.check("", headers)).as("39 and 984 bytes of base64").isEmpty();

    headers.put(TEXT, "");

    assertThat(limit.check("", headers)).isPresent();
  }

  @Test
  void headersThatAreTooLargeAreNotKept() {
    headers.put(TEXT, "x".repeat(10_000));
    headers.put(BYTES, new byte[10_000]);

    assertThat(limit.check("method", headers)).isPresent();

    assertThat(headers.keys()).isEmpty();
  }

  @Test
  void whatProxiesLetThroughIsNeverOverTheLimitThatEndsConnections() {
    assertThat(limit.hardLimit()).isGreaterThanOrEqualTo(60 << 10);
    assertThat(new HeaderLimit(new DataSize(1 << 20)).hardLimit()).isEqualTo(2 << 20);
  }
}
