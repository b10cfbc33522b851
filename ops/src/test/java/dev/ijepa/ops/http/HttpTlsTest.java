package dev.ijepa.ops.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import dev.ijepa.ops.e2e.RunningServer;
import dev.ijepa.ops.e2e.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The HTTP port with the PEM files of the gRPC port. */
@Timeout(120)
class HttpTlsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Version.class)
  void thePortSpeaksBothVersionsOverTls(Version version) throws Exception {
    TestCertificates certificates = TestCertificates.in(folder);
    try (RunningServer server = start(certificates, null)) {
      HttpResponse<String> response = get(server, certificates, version);

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.version()).isEqualTo(version);
    }
  }

  @Test
  void clientsNeedCertificatesIfTheOperatorSaysSo() throws Exception {
    TestCertificates certificates = TestCertificates.in(folder);
    try (RunningServer server = start(certificates, certificates.certificate())) {
      assertThatThrownBy(() -> get(server, certificates, Version.HTTP_1_1))
          .isInstanceOf(IOException.class);
    }
  }

  private static RunningServer start(TestCertificates certificates, Path clientCa)
      throws IOException {
    return RunningServer.start(
        options -> {
          options.http.httpPort = 0;
          options.security.tlsCert = certificates.certificate();
          options.security.tlsKey = certificates.key();
          options.security.tlsClientCa = clientCa;
        },
        new AbstractModule() {});
  }

  private static HttpResponse<String> get(
      RunningServer server, TestCertificates certificates, Version version) throws Exception {
    URI address =
        URI.create(
            "https://localhost:%d/v2/health/live"
                .formatted(server.server().httpPort().orElseThrow()));
    return HttpClient.newBuilder()
        .version(version)
        .sslContext(trusting(certificates.certificate()))
        .build()
        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }

  private static SSLContext trusting(Path file) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream bytes = Files.newInputStream(file)) {
      Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(bytes);
      trusted.setCertificateEntry("server", certificate);
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
