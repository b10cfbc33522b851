package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.client.ClientObserver;
import dev.ijepa.client.EmbedSettings;
import dev.ijepa.client.Embedding;
import dev.ijepa.client.IjepaClient;
import dev.ijepa.client.ImageInput;
import dev.ijepa.client.Result;
import dev.ijepa.client.ResultStream;
import dev.ijepa.client.RetrySettings;
import dev.ijepa.client.StreamSettings;
import dev.ijepa.models.GoldenFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A long stream, over servers that are killed under it. */
@Timeout(300)
class RestartTest {
  private static final int IMAGES = 5000;
  private static final int KILLS = 10;
  // More than the window between two kills: what was in flight at the one is answered by the next.
  private static final int IMAGES_PER_SERVER = 450;
  private static final int WINDOW = 64;
  private static final StreamSettings ORDERED =
      StreamSettings.defaults()
          .withWindow(WINDOW, 64 << 20)
          .withRetry(new RetrySettings(300, Duration.ofMillis(50), Duration.ofMillis(200)));

  private final AtomicInteger pulled = new AtomicInteger();
  private final AtomicInteger sentAgain = new AtomicInteger();

  @Test
  void eachImageIsAnsweredOnceAndInOrderWhileTheServerIsKilledTenTimes(@TempDir Path folder)
      throws Exception {
    int taken = 0;
    int kills = 0;

    try (ServerProcess server = new ServerProcess(folder.resolve("server.log"));
        IjepaClient client = client(server.target());
        ResultStream<Embedding> results =
            client.embedAll(images(), EmbedSettings.defaults(), ORDERED)) {
      for (Result<Embedding> result : results) {
        assertThat(result.index()).isEqualTo(taken);
        assertThat(GoldenFile.relativeL2(result.orElseThrow().vector(), Samples.expected(taken)))
            .isLessThan(1e-5);
        taken++;
        // A window, and the results of sixteen more that overtook a slow one (StreamSettings).
        assertThat(pulled.get() - taken).as("items held").isLessThanOrEqualTo(17 * WINDOW);
        if (taken % IMAGES_PER_SERVER == 0 && kills < KILLS) {
          server.killAndRestart();
          kills++;
        }
      }
    }

    assertThat(taken).isEqualTo(IMAGES);
    assertThat(kills).isEqualTo(KILLS);
    assertThat(sentAgain).as("images that a killed server had not answered").hasPositiveValue();
  }

  private IjepaClient client(String target) {
    ClientObserver observer =
        new ClientObserver() {
          @Override
          public void sentAgain() {
            sentAgain.incrementAndGet();
          }
        };
    return IjepaClient.builder().target(target).plaintext().observe(observer).build();
  }

  private Stream<ImageInput> images() {
    return IntStream.range(0, IMAGES)
        .mapToObj(
            i -> {
              pulled.incrementAndGet();
              ByteBuffer pixels = ByteBuffer.wrap(Samples.pixels(i));
              return new ImageInput.Rgb("image-" + i, 56, 56, pixels);
            });
  }
}
