package dev.ijepa.server.security;

import dev.ijepa.server.options.OptionErrors;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** TLS. Without a certificate the server speaks plaintext. */
public final class SecurityOptions {
  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "The server's certificate chain, PEM. Turns TLS on.")
  public @Nullable Path tlsCert;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The private key of the certificate, PEM (PKCS #8).")
  public @Nullable Path tlsKey;

  @Option(
      names = "--tls-client-ca",
      paramLabel = "FILE",
      description = "Certificates, PEM, that clients' certificates must be signed by (mutual TLS).")
  public @Nullable Path tlsClientCa;

  /** Tells what does not go together, and which files are not what they should be. */
  public void validate(OptionErrors errors) {
    if ((tlsCert == null) != (tlsKey == null)) {
      errors.add("--tls-cert and --tls-key must be given together");
    }
    if (tlsClientCa != null && tlsCert == null) {
      errors.add("--tls-client-ca needs --tls-cert and --tls-key");
    }
    Optional<X509Certificate> certificate =
        read(errors, "--tls-cert", tlsCert, PemFile::certificate);
    Optional<PrivateKey> key = read(errors, "--tls-key", tlsKey, PemFile::privateKey);
    read(errors, "--tls-client-ca", tlsClientCa, PemFile::certificate);
    if (certificate.isPresent()
        && key.isPresent()
        && !PemFile.isPair(certificate.get(), key.get())) {
      errors.add(
          "--tls-key: %s is not the key of the certificate in %s".formatted(tlsKey, tlsCert));
    }
  }

  private static <T> Optional<T> read(
      OptionErrors errors, String option, @Nullable Path file, PemFile.Content<T> content) {
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(content.of(PemFile.read(file)));
    } catch (IOException e) {
      errors.add("%s: %s".formatted(option, e.getMessage()));
      return Optional.empty();
    }
  }
}
