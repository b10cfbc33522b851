package dev.ijepa.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.image.DecodeMode;
import dev.ijepa.server.FakeModel;
import dev.ijepa.server.batching.FakeScheduler;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelCatalogTest {
  private final FakeModel loaded = new FakeModel();
  private final FakeScheduler first = new FakeScheduler();
  private final FakeScheduler second = new FakeScheduler();
  private final ServedModel old = model(first, DecodeMode.EXACT);
  private final ModelCatalog catalog = new ModelCatalog(List.of(old));

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
    FakeScheduler breaking =
        new FakeScheduler() {
          @Override
          public boolean close(Duration limit) {
            throw new IllegalStateException("it sticks");
          }
        };
    ServedModel broken = loaded.served("broken", breaking);
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

  private ServedModel model(FakeScheduler scheduler, DecodeMode decode) {
    return loaded.served("mine", decode, scheduler);
  }
}
