package dev.ijepa.server.security;

import dev.ijepa.server.options.OptionErrors;
import java.nio.file.Files;
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

  /** Tells what does not go together, and which files can't be read. */
  public void validate(OptionErrors errors) {
    if ((tlsCert == null) != (tlsKey == null)) {
      errors.add("--tls-cert and --tls-key must be given together");
    }
    if (tlsClientCa != null && tlsCert == null) {
      errors.add("--tls-client-ca needs --tls-cert and --tls-key");
    }
    requireFile(errors, "--tls-cert", tlsCert);
    requireFile(errors, "--tls-key", tlsKey);
    requireFile(errors, "--tls-client-ca", tlsClientCa);
  }

  private static void requireFile(OptionErrors errors, String option, @Nullable Path file) {
    if (file != null && !Files.isReadable(file)) {
      errors.add("%s: %s can't be read".formatted(option, file));
    }
  }
}
