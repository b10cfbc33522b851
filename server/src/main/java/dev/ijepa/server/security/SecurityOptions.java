package dev.ijepa.server.security;

import java.nio.file.Path;
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
}
