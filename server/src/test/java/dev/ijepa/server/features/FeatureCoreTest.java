package dev.ijepa.server.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ijepa.models.Output;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.pipeline.TestPipeline;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeatureCoreTest {
  private static final ImageSource IMAGE =
      new ImageSource.Pixels(1, 1, ByteBuffer.allocate(3).asReadOnlyBuffer());

  private final TestPipeline pipeline = new TestPipeline();
  private final FeatureCore core = pipeline.core(ItemObserver.Factory.NONE);

  @AfterEach
  void close() {
    pipeline.close();
  }

  @Test
  void aQueryThatSelectsNothingMeansTheEmbedding() throws Exception {
    try (PreparedQuery item = core.prepare(query())) {
      assertThat(item.recipe().outputs()).containsExactly(new OutputSelection.Embedding());
      assertThat(item.recipe().sources()).containsExactly(Output.EMBEDDING);
    }
  }

  @Test
  void anOutputThatTheModelLacksIsNamedWithThoseThatItHas() {
    FailedException refusal = refusal(query(new OutputSelection.Tokens()));

    assertThat(refusal.failure().reason()).isEqualTo(Reason.REQUEST_INVALID);
    assertThat(refusal).hasMessageContaining("TOKENS").hasMessageContaining("[EMBEDDING]");
  }

  @Test
  void anOutputIsSelectedOnce() {
    FailedException refusal =
        refusal(query(new OutputSelection.Embedding(), new OutputSelection.Embedding()));

    assertThat(refusal.failure().reason()).isEqualTo(Reason.REQUEST_INVALID);
    assertThat(refusal).hasMessageContaining("EMBEDDING is selected twice");
  }

  @Test
  void aModelWithoutAHeadSaysHowToGetOne() {
    FailedException refusal =
        refusal(
            FeatureQuery.classify(
                TestPipeline.MODEL, IMAGE, new HeadSelection("", OptionalLong.empty())));

    assertThat(refusal.failure().reason()).isEqualTo(Reason.MODEL_HAS_NO_HEAD);
    assertThat(refusal).hasMessageContaining("ijepa head train");
  }

  @Test
  void anUnknownModelIsNamed() {
    FailedException refusal = refusal(FeatureQuery.embed("other", IMAGE, List.of(), false));

    assertThat(refusal.failure().reason()).isEqualTo(Reason.MODEL_UNKNOWN);
  }

  @Test
  void ofTheClassesTheWantedNumberIsTakenAndNoMoreThanThereAre() {
    assertThat(new HeadSelection("", OptionalLong.empty()).classesOf(1000)).isEqualTo(5);
    assertThat(new HeadSelection("", OptionalLong.empty()).classesOf(3)).isEqualTo(3);
    assertThat(new HeadSelection("", OptionalLong.of(0)).classesOf(1000)).isEqualTo(1000);
    assertThat(new HeadSelection("", OptionalLong.of(0xffff_ffffL)).classesOf(10)).isEqualTo(10);
  }

  private FailedException refusal(FeatureQuery query) {
    return catchThrowableOfType(FailedException.class, () -> core.prepare(query).close());
  }

  private static FeatureQuery query(OutputSelection... outputs) {
    return FeatureQuery.embed(TestPipeline.MODEL, IMAGE, List.of(outputs), false);
  }
}
