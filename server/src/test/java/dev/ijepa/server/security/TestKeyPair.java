package dev.ijepa.server.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** A fresh self-signed certificate and its key, made by the JDK's own tool. */
record TestKeyPair(Path certificate, Path key) {
  private static final String PASSWORD = "changeit";

  /**
   * Makes a pair.
   *
   * @param folder that it is written to
   * @param algorithm of the key: RSA or EC
   */
  static TestKeyPair create(Path folder, String algorithm) throws Exception {
    Path store = folder.resolve(algorithm + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "test",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .inheritIO()
            .start();
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      keytool.destroyForcibly();
      throw new IllegalStateException("keytool failed");
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream bytes = Files.newInputStream(store)) {
      keys.load(bytes, PASSWORD.toCharArray());
    }
    byte[] key = keys.getKey("test", PASSWORD.toCharArray()).getEncoded();
    return new TestKeyPair(
        pem(
            folder.resolve(algorithm + ".crt"),
            "CERTIFICATE",
            keys.getCertificate("test").getEncoded()),
        pem(folder.resolve(algorithm + ".key"), "PRIVATE KEY", key));
  }

  private static Path pem(Path file, String label, byte[] content) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, base64));
  }
}
