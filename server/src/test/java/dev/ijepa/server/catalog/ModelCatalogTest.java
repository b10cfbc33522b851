package dev.ijepa.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.image.DecodeMode;
import dev.ijepa.models.savedmodel.FeatureModel;
import dev.ijepa.server.EmbeddedModelFolder;
import dev.ijepa.server.batching.FakeScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCatalogTest {
  @TempDir static Path folder;
  private static FeatureModel loaded;

  private final FakeScheduler first = new FakeScheduler();
  private final FakeScheduler second = new FakeScheduler();
  private final ServedModel old = model(first, DecodeMode.EXACT);
  private final ModelCatalog catalog = new ModelCatalog(List.of(old));

  @BeforeAll
  static void load() throws Exception {
    loaded =
        FeatureModel.load(EmbeddedModelFolder.createIn(folder), TensorFlowRuntime.onAllCores());
  }

  @AfterAll
  static void close() {
    loaded.close();
  }

  @Test
  void aVersionThatWasReplacedAndIsStillUsedIsClosedWithTheCatalog() throws Exception {
    try (ModelUse use = catalog.use("")) {
      catalog.replace(model(second, DecodeMode.EXACT));
      assertThat(use.model()).isSameAs(old);
      assertThat(first.closed).isFalse();

      catalog.close(Duration.ofMillis(1));
    }

    assertThat(first.closed).isTrue();
    assertThat(second.closed).isTrue();
  }

  @Test
  void aVersionThatCanNotBeClosedKeepsNoOtherOpen() {
    ServedModel broken = new ServedModel("broken", loaded, null, null);
    ModelCatalog both = new ModelCatalog(List.of(broken, old));

    both.close(Duration.ofMillis(1));

    assertThat(first.closed).isTrue();
  }

  @Test
  void aVersionThatIsLoadedWhenTheCatalogIsClosedIsNotServed() throws Exception {
    catalog.close(Duration.ofMillis(1));

    catalog.replace(model(second, DecodeMode.EXACT));

    assertThat(catalog.find("")).isSameAs(old);
  }

  @Test
  void theFingerprintThatIsServedTellsHowImagesAreDecoded() {
    ServedModel fast = model(second, DecodeMode.FAST);

    assertThat(old.manifest()).isEqualTo(loaded.manifest());
    assertThat(fast.manifest().fingerprint())
        .isEqualTo(loaded.manifest().decodedBy(DecodeMode.FAST).fingerprint())
        .isNotEqualTo(loaded.manifest().fingerprint());
    assertThat(fast.version()).isNotEqualTo(old.version());
  }

  private static ServedModel model(FakeScheduler scheduler, DecodeMode decode) {
    return new ServedModel("mine", loaded, decode, scheduler, new Canary(null, null, 0));
  }
}
