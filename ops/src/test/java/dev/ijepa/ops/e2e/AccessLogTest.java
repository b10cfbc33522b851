package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.ijepa.server.logging.AccessLogging;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.Image;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The lines that an operator may ask for. */
@Timeout(60)
class AccessLogTest {
  private static final EmbedImageRequest BROKEN =
      EmbedImageRequest.newBuilder()
          .setImage(Image.newBuilder().setEncoded(ByteString.copyFromUtf8("no image")))
          .build();

  @Test
  void eachCallHasALineWithItsClientItsStatusAndItsMessages() throws Exception {
    try (WatchedLog log = new WatchedLog("access");
        RunningServer server =
            RunningServer.start(options -> options.logging.accessLog = AccessLogging.CALLS)) {
      server.blocking().embedImage(Samples.unary(0));
      assertThatThrownBy(() -> server.blocking().embedImage(BROKEN))
          .hasMessageContaining("INVALID_ARGUMENT");
      RawStream stream = new RawStream(server.channel());
      stream.send(Samples.request(0).build());
      stream.next();
      stream.send(Samples.request(1).build());
      stream.next();
      stream.halfClose();
      stream.end();

      Eventually.holds("three calls have a line", () -> log.count("FeatureService/") == 3);
      assertThat(log.text())
          .containsPattern(
              "127\\.0\\.0\\.1 ijepa.v1.FeatureService/EmbedImage OK in [0-9.]+ ms, 1 requests, 1 responses")
          .contains("EmbedImage INVALID_ARGUMENT")
          .containsPattern("FeatureService/Embed OK in [0-9.]+ ms, 2 requests, 2 responses");
      assertThat(log.text()).doesNotContain("item of model");
    }
  }

  @Test
  void eachItemHasALineIfThatIsAskedFor() throws Exception {
    try (WatchedLog log = new WatchedLog("access");
        RunningServer server =
            RunningServer.start(options -> options.logging.accessLog = AccessLogging.ITEMS)) {
      server.blocking().embedImage(Samples.unary(0));
      assertThatThrownBy(() -> server.blocking().embedImage(BROKEN))
          .hasMessageContaining("INVALID_ARGUMENT");

      Eventually.holds("both items have a line", () -> log.count("item of model") == 2);
      assertThat(log.text())
          .containsPattern("127\\.0\\.0\\.1 item of model 'embedded' ok in [0-9.]+ ms")
          .contains("item of model 'embedded' image_format_unsupported");
    }
  }
}
