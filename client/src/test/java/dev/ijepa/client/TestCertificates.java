package dev.ijepa.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A fresh self-signed certificate for localhost, made by the JDK's own tool: no key lies about. */
record TestCertificates(Path certificate, Path key) {
  private static final char[] PASSWORD = "changeit".toCharArray();

  static TestCertificates in(Path folder) throws Exception {
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "test",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-ext",
                "bc:critical=ca:true",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString())
            .inheritIO()
            .start();
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException("keytool failed");
    }
    return exported(store, folder);
  }

  private static TestCertificates exported(Path store, Path folder)
      throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream bytes = Files.newInputStream(store)) {
      keys.load(bytes, PASSWORD);
    }
    return new TestCertificates(
        pem(folder.resolve("cert.pem"), "CERTIFICATE", keys.getCertificate("test").getEncoded()),
        pem(folder.resolve("key.pem"), "PRIVATE KEY", keys.getKey("test", PASSWORD).getEncoded()));
  }

  private static Path pem(Path file, String what, byte[] content) throws IOException {
    byte[] newline = {'\n'};
    String base64 = Base64.getMimeEncoder(64, newline).encodeToString(content);
    String text = "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, base64, what);
    return Files.writeString(file, text, StandardCharsets.US_ASCII);
  }
}
