package dev.ijepa.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.savedmodel.FeatureModel;
import dev.ijepa.server.EmbeddedModelFolder;
import dev.ijepa.server.batching.FakeScheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCatalogTest {
  private static final Duration LIMIT = Duration.ofSeconds(1);
  @TempDir static Path folder;
  private static FeatureModel loaded;

  private final FakeScheduler first = new FakeScheduler();
  private final FakeScheduler second = new FakeScheduler();

  @BeforeAll
  static void load() throws IOException {
    loaded =
        FeatureModel.load(EmbeddedModelFolder.createIn(folder), TensorFlowRuntime.onAllCores());
  }

  @AfterAll
  static void close() {
    loaded.close();
  }

  @Test
  void closingClosesAlsoAVersionThatWasReplacedAndIsStillUsed() throws Exception {
    ModelCatalog catalog = new ModelCatalog(List.of(model("mine", first)));
    try (ModelUse use = catalog.use("mine")) {
      catalog.replace(model("mine", second));
      assertThat(first.closed).isFalse();

      catalog.close(LIMIT);

      assertThat(use.model().scheduler()).isSameAs(first);
      assertThat(first.closed).isTrue();
      assertThat(second.closed).isTrue();
    }
  }

  @Test
  void aModelThatCanNotBeClosedKeepsNoOtherOpen() {
    FakeScheduler broken =
        new FakeScheduler() {
          @Override
          public boolean close(Duration limit) {
            throw new IllegalStateException("its fault");
          }
        };
    ModelCatalog catalog = new ModelCatalog(List.of(model("a", broken), model("b", second)));

    assertThatThrownBy(() -> catalog.close(LIMIT)).hasMessage("its fault");

    assertThat(second.closed).isTrue();
  }

  // Nothing here asks for the canary.
  private static ServedModel model(String name, FakeScheduler scheduler) {
    return new ServedModel(name, loaded, scheduler, new Canary(null, null, 0));
  }
}
