package dev.ijepa.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Decompressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class LazyGzipTest {
  private static final int MANY = 100_000;

  private final Decompressor gzip =
      Objects.requireNonNull(LazyGzip.registry().lookupDecompressor("gzip"));

  @Test
  void manyMembersThatHoldNothingAreCorruptAndOverflowNoStack() throws IOException {
    byte[] empty = member("");
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int i = 0; i < MANY; i++) {
      members.write(empty);
    }

    InputStream inflated = gzip.decompress(new ByteArrayInputStream(members.toByteArray()));

    assertThatThrownBy(inflated::readAllBytes).isInstanceOf(IOException.class);
  }

  @Test
  void membersAreReadOneAfterTheOther() throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.write(member("first, "));
    members.write(member(""));
    members.write(member("second"));

    InputStream inflated = gzip.decompress(new ByteArrayInputStream(members.toByteArray()));

    assertThat(inflated.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("first, second");
  }

  private static byte[] member(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
