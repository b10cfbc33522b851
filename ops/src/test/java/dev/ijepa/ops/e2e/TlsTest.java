package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ijepa.v1.FeatureServiceGrpc;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Handshakes over real sockets with real certificates. */
@Timeout(60)
class TlsTest {
  @TempDir private static Path folder;

  private static TestCertificates ofServer;
  private static TestCertificates ofClient;
  private static TestCertificates ofStranger;

  @BeforeAll
  static void makeCertificates() throws Exception {
    ofServer = TestCertificates.in(folder.resolve("server"));
    ofClient = TestCertificates.in(folder.resolve("client"));
    ofStranger = TestCertificates.in(folder.resolve("stranger"));
  }

  @Test
  void aClientThatTrustsTheServersAuthorityIsServed() throws Exception {
    try (RunningServer server = tls()) {
      assertServed(server, trusting(ofServer).build());
    }
  }

  @Test
  void aClientThatTrustsAnotherAuthorityRefusesTheServer() throws Exception {
    try (RunningServer server = tls()) {
      assertThat(refused(server, trusting(ofStranger).build()))
          .rootCause()
          .isInstanceOf(GeneralSecurityException.class);
      assertServed(server, trusting(ofServer).build());
    }
  }

  @Test
  void aPlaintextClientAtATlsPortFailsAtOnceAndHarmsNobody() throws Exception {
    try (RunningServer server = tls()) {
      StatusRuntimeException refusal = refused(server, InsecureChannelCredentials.create());

      // The server hangs up: what comes is no TLS.
      assertThat(refusal.getStatus().getDescription()).isNotBlank();
      assertServed(server, trusting(ofServer).build());
    }
  }

  @Test
  void aTlsClientAtAPlaintextPortFailsAtOnceAndHarmsNobody() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      refused(server, trusting(ofServer).build());

      assertServed(server, InsecureChannelCredentials.create());
    }
  }

  @Test
  void mutualTlsServesAClientWhoseCertificateItsAuthoritySigned() throws Exception {
    try (RunningServer server = mutualTls()) {
      assertServed(server, identified(ofClient));
    }
  }

  @Test
  void mutualTlsRefusesAClientWithoutACertificate() throws Exception {
    try (RunningServer server = mutualTls()) {
      refused(server, trusting(ofServer).build());

      assertServed(server, identified(ofClient));
    }
  }

  @Test
  void mutualTlsRefusesACertificateThatAnotherAuthoritySigned() throws Exception {
    try (RunningServer server = mutualTls()) {
      refused(server, identified(ofStranger));

      assertServed(server, identified(ofClient));
    }
  }

  @Test
  void framesThatCarryNothingEndTheirConnectionBehindTlsToo() throws Exception {
    try (RunningServer server = tls();
        SSLSocket socket = http2(server.server().port())) {
      ByteBuffer unknownFrame = ByteBuffer.allocate(9 + 100).put(2, (byte) 100).put(3, (byte) 99);
      OutputStream out = socket.getOutputStream();
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
      int sent = 0;
      try {
        while (sent < 100_000) {
          out.write(unknownFrame.array());
          sent++;
        }
      } catch (IOException e) {
        assertThat(e).isInstanceOf(SocketException.class);
      }

      assertThat(sent).isBetween(1000, 99_999);
      assertServed(server, trusting(ofServer).build());
    }
  }

  private static SSLSocket http2(int port) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream pem = Files.newInputStream(ofServer.certificate())) {
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static RunningServer tls() throws IOException {
    return RunningServer.start(
        options -> {
          options.security.tlsCert = ofServer.certificate();
          options.security.tlsKey = ofServer.key();
        });
  }

  private static RunningServer mutualTls() throws IOException {
    return RunningServer.start(
        options -> {
          options.security.tlsCert = ofServer.certificate();
          options.security.tlsKey = ofServer.key();
          options.security.tlsClientCa = ofClient.certificate();
        });
  }

  private static TlsChannelCredentials.Builder trusting(TestCertificates authority)
      throws IOException {
    return TlsChannelCredentials.newBuilder().trustManager(authority.certificate().toFile());
  }

  private static ChannelCredentials identified(TestCertificates identity) throws IOException {
    return trusting(ofServer)
        .keyManager(identity.certificate().toFile(), identity.key().toFile())
        .build();
  }

  /** More than one call, and more bytes than a first read. */
  private static void assertServed(RunningServer server, ChannelCredentials credentials)
      throws Exception {
    ManagedChannel channel = connect(server, credentials);
    try {
      for (int sample = 0; sample < 3; sample++) {
        Samples.assertRight(
            FeatureServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .embedImage(Samples.unary(sample))
                .getFeatures(),
            sample);
      }
    } finally {
      channel.shutdownNow();
    }
  }

  private static StatusRuntimeException refused(
      RunningServer server, ChannelCredentials credentials) {
    ManagedChannel channel = connect(server, credentials);
    try {
      StatusRuntimeException refusal =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  FeatureServiceGrpc.newBlockingStub(channel)
                      .withDeadlineAfter(30, TimeUnit.SECONDS)
                      .embedImage(Samples.unary(0)));
      assertThat(refusal.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
      return refusal;
    } finally {
      channel.shutdownNow();
    }
  }

  private static ManagedChannel connect(RunningServer server, ChannelCredentials credentials) {
    return NettyChannelBuilder.forAddress("localhost", server.server().port(), credentials).build();
  }
}
