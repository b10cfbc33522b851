package dev.ijepa.models.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.GoldenFile;
import dev.ijepa.models.Locales;
import dev.ijepa.models.Output;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that uses the converter as a library, in locales with other digits than ours. */
class LocaleTest {
  private static final Locale PERSIAN = Locale.forLanguageTag("fa-IR");
  private static final Locale NEPALI = Locale.forLanguageTag("ne-NP");

  @TempDir private Path folder;

  @Test
  void aModelThatIsConvertedInOneLocaleIsTheSameInAnother() throws Exception {
    ModelManifest persian = Locales.in(PERSIAN, () -> convert("persian"));
    ModelManifest english = Locales.in(Locale.ENGLISH, () -> convert("english"));

    assertThat(String.format(PERSIAN, "%d", 1)).as("the digits of the locale").isEqualTo("۱");
    assertThat(persian).isEqualTo(english);
    assertThat(persian.revision()).isEqualTo(english.revision());
    assertThat(Locales.in(NEPALI, () -> distance("persian"))).isLessThan(1e-5);
  }

  private ModelManifest convert(String name) throws IOException {
    try (Checkpoint checkpoint =
        Checkpoint.open(GoldenFile.models().resolve("embedded/checkpoint"))) {
      return new Converter(TensorFlowRuntime.onAllCores())
          .convert(checkpoint, "embedded", folder.resolve(name), false, (done, total) -> {});
    }
  }

  /** How far the model is off what it computed when it was converted. */
  private double distance(String name) throws IOException {
    try (FeatureModel model =
        FeatureModel.load(folder.resolve(name), TensorFlowRuntime.onAllCores())) {
      KnownEmbedding known = model.known();
      return known.distance(model.run(List.of(known.input()), 1).get(0).get(Output.EMBEDDING));
    }
  }
}
