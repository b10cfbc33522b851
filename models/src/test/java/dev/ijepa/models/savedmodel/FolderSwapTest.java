package dev.ijepa.models.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a conversion that the end of the process cuts short. */
@Timeout(30)
class FolderSwapTest {
  @TempDir private Path parent;

  @Test
  void whatIsAbandonedLeavesNoTrace() throws IOException {
    try (FolderSwap swap = FolderSwap.prepare(parent.resolve("model"), false)) {
      Files.createDirectories(swap.folder().resolve("variables"));
      Files.writeString(swap.folder().resolve("variables/data"), "half");

      swap.abandon();

      assertThat(parent).isEmptyDirectory();
    }
  }

  @Test
  void whatIsCommittedIsNotAbandonedAnyMore() throws IOException {
    try (FolderSwap swap = FolderSwap.prepare(parent.resolve("model"), false)) {
      Files.writeString(swap.folder().resolve("data"), "whole");
      swap.commit();

      swap.abandon();

      assertThat(parent.resolve("model/data")).hasContent("whole");
    }
  }

  @Test
  void whatIsStillWrittenToIsAbandonedToo() throws Exception {
    try (FolderSwap swap = FolderSwap.prepare(parent.resolve("model"), false)) {
      CompletableFuture<Void> begun = new CompletableFuture<>();
      CompletableFuture<Boolean> wasStopped =
          CompletableFuture.supplyAsync(
              () -> {
                long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
                try {
                  for (int part = 0; System.nanoTime() < end; part = (part + 1) % 1000) {
                    Files.writeString(swap.folder().resolve("part-" + part), "part");
                    begun.complete(null);
                  }
                  return false;
                } catch (IOException e) {
                  return true;
                }
              });
      begun.join();

      swap.abandon();

      assertThat(wasStopped.join()).isTrue();
      assertThat(parent).isEmptyDirectory();
    }
  }
}
