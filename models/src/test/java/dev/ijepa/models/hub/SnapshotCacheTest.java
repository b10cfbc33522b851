package dev.ijepa.models.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotCacheTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @TempDir private Path folder;

  /**
   * Of two processes that bring the same file, one may read it while the other gives it its name.
   */
  @Test
  void aFileThatHasItsNameIsThereWhileAnotherProcessGivesItTheSame() throws Exception {
    SnapshotCache cache = SnapshotCache.of(folder, HubReference.parse("hf:digits/tiny"));
    Path blobs = Files.createDirectories(cache.folder().resolve("blobs"));
    Files.writeString(blobs.resolve("abc"), "{}");
    cache.link(COMMIT, "config.json", "abc");
    Path file = cache.snapshot(COMMIT).resolve("config.json");

    CompletableFuture<Void> other =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int i = 0; i < 2000; i++) {
                  cache.link(COMMIT, "config.json", "abc");
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    int missing = 0;
    while (!other.isDone()) {
      missing += Files.exists(file) ? 0 : 1;
    }
    other.join();

    assertThat(missing).isZero();
    try (Stream<Path> left = Files.list(file.getParent())) {
      assertThat(left).containsExactly(file);
    }
  }
}
