package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.client.EmbedOutput;
import dev.ijepa.client.EmbedSettings;
import dev.ijepa.client.Embedding;
import dev.ijepa.client.IjepaClient;
import dev.ijepa.client.ImageInput;
import dev.ijepa.client.Result;
import dev.ijepa.client.ResultStream;
import dev.ijepa.client.StreamSettings;
import dev.ijepa.models.GoldenFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deterministic servers with different lanes: alone, in small batches, and in large ones. */
@Timeout(120)
class DeterminismTest {
  private static final int REPEATS = 10;
  private static final EmbedSettings TOKENS =
      EmbedSettings.defaults().withOutputs(EmbedOutput.EMBEDDING, EmbedOutput.TOKENS);

  /** Patterns of bits, by sample. */
  private final Map<Integer, Set<List<Integer>>> bits = new ConcurrentHashMap<>();

  private final Set<Integer> batchSizes = ConcurrentHashMap.newKeySet();

  @Test
  void anImageHasOneBitPatternWhateverItWasComputedWith() throws IOException {
    List<ImageInput> samples = samples();
    for (int lanes : List.of(1, 2)) {
      try (RunningServer server =
              RunningServer.start(
                  options -> {
                    options.loading.deterministic = true;
                    options.loading.lanes = lanes;
                  });
          IjepaClient client = IjepaClient.using(server.channel())) {
        one(client, samples);
        var callers =
            IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.runAsync(() -> one(client, samples)))
                .toList();
        many(client, samples);
        callers.forEach(CompletableFuture::join);
      }
    }

    assertThat(batchSizes).as("items of batches").contains(1).hasSizeGreaterThan(2);
    assertThat(bits).hasSize(samples.size());
    bits.forEach((sample, patterns) -> assertThat(patterns).as("sample %d", sample).hasSize(1));
  }

  private void one(IjepaClient client, List<ImageInput> samples) {
    for (int i = 0; i < samples.size(); i++) {
      note(i, client.embed(samples.get(i), TOKENS));
    }
  }

  private void many(IjepaClient client, List<ImageInput> samples) {
    List<ImageInput> images = new ArrayList<>();
    for (int i = 0; i < REPEATS; i++) {
      images.addAll(samples);
    }
    try (ResultStream<Embedding> results =
        client.embedAll(images, TOKENS, StreamSettings.defaults())) {
      for (Result<Embedding> result : results) {
        note((int) result.index() % samples.size(), result.orElseThrow());
      }
    }
  }

  private void note(int sample, Embedding embedding) {
    batchSizes.add(embedding.timings().batchSize());
    List<Integer> pattern =
        List.of(
            Arrays.hashCode(embedding.output(EmbedOutput.EMBEDDING).toArray()),
            Arrays.hashCode(embedding.output(EmbedOutput.TOKENS).toArray()));
    bits.computeIfAbsent(sample, each -> ConcurrentHashMap.newKeySet()).add(pattern);
  }

  private static List<ImageInput> samples() throws IOException {
    return GoldenFile.read(GoldenFile.EMBEDDED).images().stream()
        .map(name -> ImageInput.of(RunningServer.sample(name)))
        .toList();
  }
}
