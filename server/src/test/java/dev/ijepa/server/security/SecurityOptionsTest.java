package dev.ijepa.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.options.OptionErrors;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that TLS can't work with are told before anything else is begun. */
@Timeout(120)
class SecurityOptionsTest {
  @TempDir static Path folder;
  private static TestKeyPair rsa;
  private static TestKeyPair ec;

  private final SecurityOptions options = new SecurityOptions();

  @BeforeAll
  static void createKeys() throws Exception {
    rsa = TestKeyPair.create(folder, "RSA");
    ec = TestKeyPair.create(folder, "EC");
  }

  @Test
  void aCertificateWithItsKeyIsAccepted() {
    assertThat(errors(rsa.certificate(), rsa.key(), ec.certificate())).isEmpty();
    assertThat(errors(ec.certificate(), ec.key(), null)).isEmpty();
    assertThat(errors(null, null, null)).isEmpty();
  }

  @Test
  void theKeyOfAnotherCertificateIsRefused() throws Exception {
    TestKeyPair other = TestKeyPair.create(Files.createDirectory(folder.resolve("other")), "EC");

    assertThat(errors(ec.certificate(), other.key(), null)).contains("is not the key of");
    assertThat(errors(ec.certificate(), rsa.key(), null)).contains("is not the key of");
  }

  @Test
  void allFilesThatAreNotWhatTheyShouldBeAreToldTogether() throws Exception {
    Path text = Files.writeString(folder.resolve("text"), "no PEM at all");

    assertThat(errors(text, ec.certificate(), folder.resolve("none")))
        .contains("--tls-cert: " + text + " has no certificate")
        .contains("--tls-key: " + ec.certificate() + " has no key in PKCS #8")
        .contains("it has BEGIN CERTIFICATE")
        .contains("--tls-client-ca: " + folder.resolve("none"));
  }

  @Test
  void aKeyInTheOldFormIsRefusedWithTheCommandThatConvertsIt() throws Exception {
    Path old =
        Files.writeString(
            folder.resolve("old.key"),
            Files.readString(rsa.key()).replace("PRIVATE KEY", "RSA PRIVATE KEY"));

    assertThat(errors(rsa.certificate(), old, null))
        .contains("BEGIN RSA PRIVATE KEY")
        .contains("openssl pkcs8 -topk8 -nocrypt");
  }

  @Test
  void filesWithDamagedContentAreRefused() throws Exception {
    Path certificate = damaged(ec.certificate());
    Path key = damaged(ec.key());

    assertThat(errors(certificate, key, folder))
        .contains("--tls-cert: " + certificate)
        .contains("--tls-key: " + key)
        .contains("--tls-client-ca: " + folder);
  }

  private static Path damaged(Path file) throws Exception {
    String text = Files.readString(file);
    int content = text.indexOf('\n') + 1;
    Path damaged = folder.resolve("damaged-" + file.getFileName());
    return Files.writeString(damaged, text.substring(0, content) + text.substring(content + 21));
  }

  private String errors(Path certificate, Path key, Path clientCa) {
    options.tlsCert = certificate;
    options.tlsKey = key;
    options.tlsClientCa = clientCa;
    OptionErrors errors = new OptionErrors();
    options.validate(errors);
    return errors.text();
  }
}
