package dev.ijepa.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTest {
  private static TestCertificates certificates;

  @BeforeAll
  static void makeCertificates(@TempDir Path folder) throws Exception {
    certificates = TestCertificates.in(folder);
  }

  @Test
  void aServerWhoseCertificateIsTrustedIsReached() throws IOException {
    try (FakeServer server = new FakeServer(tls(TlsServerCredentials.ClientAuth.NONE));
        IjepaClient client =
            IjepaClient.builder()
                .target(server.target())
                .trust(certificates.certificate())
                .build()) {
      assertThat(client.embed(Letters.image("cat")).dimension()).isEqualTo(8);
    }
  }

  @Test
  void aServerWithAnUnknownCertificateIsNot() throws IOException {
    try (FakeServer server = new FakeServer(tls(TlsServerCredentials.ClientAuth.NONE));
        IjepaClient client =
            IjepaClient.builder().target(server.target()).retry(RetrySettings.none()).build()) {
      assertThatThrownBy(() -> client.embed(Letters.image("cat")))
          .isInstanceOf(IjepaException.class)
          .hasMessageContaining("UNAVAILABLE");
    }
  }

  @Test
  void aServerThatAsksWhoIsThereGetsTheClientsCertificate() throws IOException {
    try (FakeServer server = new FakeServer(tls(TlsServerCredentials.ClientAuth.REQUIRE));
        IjepaClient client =
            IjepaClient.builder()
                .target(server.target())
                .trust(certificates.certificate())
                .identity(certificates.certificate(), certificates.key())
                .build();
        IjepaClient stranger =
            IjepaClient.builder()
                .target(server.target())
                .trust(certificates.certificate())
                .retry(RetrySettings.none())
                .build()) {
      assertThat(client.embed(Letters.image("cat")).dimension()).isEqualTo(8);
      assertThatThrownBy(() -> stranger.embed(Letters.image("cat")))
          .isInstanceOf(IjepaException.class);
    }
  }

  @Test
  void plaintextWithCertificatesIsAContradiction() {
    assertThatThrownBy(
            () -> IjepaClient.builder().plaintext().trust(certificates.certificate()).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ServerCredentials tls(TlsServerCredentials.ClientAuth auth) throws IOException {
    return TlsServerCredentials.newBuilder()
        .keyManager(certificates.certificate().toFile(), certificates.key().toFile())
        .trustManager(certificates.certificate().toFile())
        .clientAuth(auth)
        .build();
  }
}
