package dev.ijepa.server.security;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The PEM files in the form that Java's TLS takes. They are made in memory.
 *
 * @param keys the certificate chain and its key, under {@link #PASSWORD}
 * @param clientAuthorities what clients' certificates must be signed by; empty if clients need none
 */
public record TlsKeyStores(KeyStore keys, Optional<KeyStore> clientAuthorities) {
  /** Java asks for one, also where nothing is written down. */
  public static final String PASSWORD = "in memory";

  static TlsKeyStores of(Path certificate, Path key, Optional<Path> clientCa) throws IOException {
    try {
      KeyStore keys = empty();
      List<X509Certificate> chain = PemFile.read(certificate).certificates();
      keys.setKeyEntry(
          "server",
          PemFile.read(key).privateKey(),
          PASSWORD.toCharArray(),
          chain.toArray(Certificate[]::new));
      return new TlsKeyStores(
          keys, clientCa.isPresent() ? Optional.of(trusted(clientCa.get())) : Optional.empty());
    } catch (GeneralSecurityException e) {
      throw new IOException("%s can't be served: %s".formatted(certificate, e.getMessage()), e);
    }
  }

  private static KeyStore trusted(Path file) throws IOException, GeneralSecurityException {
    KeyStore trusted = empty();
    int count = 0;
    for (X509Certificate authority : PemFile.read(file).certificates()) {
      trusted.setCertificateEntry("authority-" + count++, authority);
    }
    return trusted;
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
