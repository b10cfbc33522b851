package dev.ijepa.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
  private static final ItemTimings NO_TIME =
      new ItemTimings(Duration.ZERO, Duration.ZERO, Duration.ZERO, 1);

  @Test
  void theCosineIsThatOfTheAngle() {
    Embedding x = embedding("a", EmbedOutput.EMBEDDING, 3, 0);
    Embedding y = embedding("a", EmbedOutput.EMBEDDING, 0, 2);
    Embedding diagonal = embedding("a", EmbedOutput.EMBEDDING, 1, 1);

    assertThat(x.cosine(x)).isEqualTo(1);
    assertThat(x.cosine(y)).isZero();
    assertThat(x.cosine(diagonal)).isCloseTo(Math.sqrt(0.5), within(1e-12));
    assertThat(x.norm()).isEqualTo(3);
  }

  @Test
  void theCosineWithAZeroVectorIsZero() {
    Embedding zero = embedding("a", EmbedOutput.EMBEDDING, 0, 0);

    assertThat(zero.cosine(embedding("a", EmbedOutput.EMBEDDING, 1, 1))).isZero();
  }

  @Test
  void vectorsOfDifferentModelsAreNotCompared() {
    Embedding a = embedding("aaaa", EmbedOutput.EMBEDDING, 1, 0);
    Embedding b = embedding("bbbb", EmbedOutput.EMBEDDING, 1, 0);

    assertThatThrownBy(() -> a.cosine(b))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("aaaa")
        .hasMessageContaining("bbbb");
  }

  @Test
  void vectorsOfDifferentOutputsAreNotCompared() {
    Embedding a = embedding("a", EmbedOutput.EMBEDDING, 1, 0);
    Embedding b = embedding("a", EmbedOutput.EMBEDDING_LAST4, 1, 0);

    assertThatThrownBy(() -> a.cosine(b))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("EMBEDDING_LAST4");
  }

  @Test
  void tokensAloneAreNoVector() {
    Embedding tokens = embedding("a", EmbedOutput.TOKENS, 1, 0);

    assertThatThrownBy(tokens::vector).isInstanceOf(IllegalStateException.class);
    assertThat(tokens.output(EmbedOutput.TOKENS).toArray()).containsExactly(1, 0);
  }

  @Test
  void aVectorThatIsHandedOutIsACopy() {
    Embedding embedding = embedding("a", EmbedOutput.EMBEDDING, 1, 0);

    embedding.vector()[0] = 7;

    assertThat(embedding.vector()).containsExactly(1, 0);
  }

  private static Embedding embedding(String fingerprint, EmbedOutput output, float... values) {
    return new Embedding(
        Map.of(output, TensorDecoder.decode(WireTensors.f32(List.of(values.length), values))),
        new ModelIdentity("m", "1", fingerprint, ""),
        NO_TIME,
        Set.of());
  }
}
