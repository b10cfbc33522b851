package dev.ijepa.server.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of PEM, looked into before a server starts. gRPC reads it much later, and its messages
 * name neither the file nor what is wrong with it.
 *
 * @param path for messages
 * @param text its content
 */
record PemFile(Path path, String text) {
  /** What a file holds. */
  @FunctionalInterface
  interface Content<T> {
    T of(PemFile file) throws IOException;
  }

  private static final int MAX_BYTES = 1 << 20;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
  private static final String KEY = "PRIVATE KEY";

  /** Algorithms of keys, and of signatures by them. Those that gRPC's transport reads. */
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

  /**
   * Reads a file.
   *
   * @throws IOException saying why it can't be read
   */
  static PemFile read(Path path) throws IOException {
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw new IOException("%s can't be read, or is no file".formatted(path));
    }
    if (Files.size(path) > MAX_BYTES) {
      throw new IOException("%s has more than 1 MiB, which is no PEM".formatted(path));
    }
    // Any byte is some letter of Latin-1: comments between the blocks may be in any language.
    return new PemFile(path, Files.readString(path, StandardCharsets.ISO_8859_1));
  }

  /**
   * The first certificate.
   *
   * @throws IOException if there is none, or one of the file is damaged
   */
  X509Certificate certificate() throws IOException {
    return certificates().get(0);
  }

  /**
   * All certificates, at least one.
   *
   * @throws IOException as {@link #certificate}
   */
  List<X509Certificate> certificates() throws IOException {
    if (!labels().contains("CERTIFICATE")) {
      throw new IOException("%s has no certificate; it has %s".formatted(path, labels()));
    }
    try {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (certificates.isEmpty()) {
        throw new CertificateException("it is empty");
      }
      return certificates;
    } catch (CertificateException e) {
      throw new IOException("%s has a damaged certificate: %s".formatted(path, e.getMessage()), e);
    }
  }

  /**
   * The private key.
   *
   * @throws IOException if there is none in PKCS #8, or it is damaged
   */
  PrivateKey privateKey() throws IOException {
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      if (block.group(1).equals(KEY)) {
        return privateKey(block.group(2));
      }
    }
    throw new IOException(
        "%s has no key in PKCS #8 (BEGIN PRIVATE KEY); it has %s. To convert a key: openssl pkcs8 -topk8 -nocrypt"
            .formatted(path, labels()));
  }

  private PrivateKey privateKey(String base64) throws IOException {
    try {
      var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
      for (String algorithm : SIGNATURES.keySet()) {
        try {
          return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
        } catch (InvalidKeySpecException e) {
          // Perhaps it is one of the other kind.
        }
      }
      throw new IOException("%s has a key that is neither RSA nor EC, or damaged".formatted(path));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw new IOException("%s has a damaged key: %s".formatted(path, e.getMessage()), e);
    }
  }

  private String labels() {
    List<String> labels =
        BLOCK.matcher(text).results().map(block -> "BEGIN " + block.group(1)).toList();
    return labels.isEmpty() ? "no PEM" : String.join(", ", labels);
  }

  /** Whether a key is that of a certificate: what it signs, the certificate verifies. */
  static boolean isPair(X509Certificate certificate, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance(SIGNATURES.get(key.getAlgorithm()));
      signature.initSign(key);
      signature.update(certificate.getEncoded());
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(certificate.getEncoded());
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      // Of another algorithm.
      return false;
    }
  }
}
