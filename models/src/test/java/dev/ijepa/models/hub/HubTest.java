package dev.ijepa.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.checkpoint.CheckpointException;
import dev.ijepa.models.image.Resample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is fetched, and how it lies in the cache. */
class HubTest extends HubFixture {
  @Test
  void aCheckpointComesWithItsCardAndOpens() throws IOException {
    HubSnapshot snapshot = fetch();

    assertThat(snapshot.source())
        .hasToString("hf:digits/ijepa-tiny@0123456789abcdef0123456789abcdef01234567");
    assertThat(snapshot.folder()).isEqualTo(snapshotFolder());
    try (Checkpoint checkpoint = Checkpoint.open(snapshot.folder())) {
      assertThat(checkpoint.encoder().hiddenSize()).isEqualTo(128);
      assertThat(checkpoint.card().license()).isEqualTo("apache-2.0");
      assertThat(checkpoint.warnings()).isEmpty();
    }
  }

  @Test
  void theCacheIsLaidOutAsThePythonLibraryDoesIt() throws IOException {
    fetch();

    Path weights = snapshotFolder().resolve(WEIGHTS);
    assertThat(Files.readSymbolicLink(weights))
        .isEqualTo(Path.of("../../blobs", hub.repository.etag(WEIGHTS)));
    assertThat(weights).hasBinaryContent(hub.repository.file(WEIGHTS));
    assertThat(repositoryFolder().resolve("refs/main")).hasContent(FakeRepository.COMMIT);
    assertThat(repositoryFolder().resolve("trees/" + FakeRepository.COMMIT + ".json")).exists();
    assertThat(cache.resolve(".locks/models--digits--ijepa-tiny")).isNotEmptyDirectory();
    assertThat(namesIn("blobs")).hasSize(4).allMatch(BlobHash::isHash);
  }

  @Test
  void onlyWhatACheckpointNeedsIsFetched() throws IOException {
    hub.repository.put("pytorch_model.bin", "a pickle");
    hub.repository.put("LICENSE", "the licence");
    hub.repository.put("onnx/config.json", "{}");
    hub.repository.put("../../../evil", "outside");

    fetch();

    assertThat(namesIn("snapshots/" + FakeRepository.COMMIT))
        .containsExactlyInAnyOrder(
            "config.json", "preprocessor_config.json", "README.md", "LICENSE", WEIGHTS);
  }

  @Test
  void whatIsThereIsNotFetchedAgain() throws IOException {
    fetch();
    hub.server.requests().clear();

    fetch();
    fetch(FakeRepository.COMMIT);

    assertThat(hub.server.requests())
        .singleElement()
        .extracting(FakeServer.Request::path)
        .isEqualTo(FakeHub.apiPath());
    assertThat(hub.rangesAskedOf(WEIGHTS)).hasSize(1);
  }

  @Test
  void aBlobOfAnotherSnapshotIsLinkedOnly() throws IOException {
    fetch();
    Files.delete(snapshotFolder().resolve(WEIGHTS));

    fetch();

    assertThat(snapshotFolder().resolve(WEIGHTS)).isSymbolicLink();
    assertThat(hub.rangesAskedOf(WEIGHTS)).hasSize(1);
  }

  @Test
  void shardsAreFetchedByTheirIndex() throws IOException {
    hub.repository.put("model-1.safetensors", hub.repository.file(WEIGHTS));
    hub.repository.remove(WEIGHTS);
    hub.repository.put(
        "model.safetensors.index.json", "{\"weight_map\": {\"a\": \"model-1.safetensors\"}}");

    try (Checkpoint checkpoint = Checkpoint.open(fetch().folder())) {
      assertThat(checkpoint.weights().names()).isNotEmpty();
    }
  }

  @Test
  void anIndexThatNamesAShardThatIsNotThereIsRefused() {
    hub.repository.remove(WEIGHTS);
    hub.repository.put(
        "model.safetensors.index.json", "{\"weight_map\": {\"a\": \"gone.safetensors\"}}");

    assertThatThrownBy(this::fetch).hasMessageContaining("has no gone.safetensors");
  }

  @Test
  void anIndexThatNamesAShardOutsideIsRefused() {
    hub.repository.remove(WEIGHTS);
    hub.repository.put("../x.safetensors", "outside");
    hub.repository.put(
        "model.safetensors.index.json", "{\"weight_map\": {\"a\": \"../x.safetensors\"}}");

    assertThatThrownBy(this::fetch)
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("'../x.safetensors'");
  }

  @Test
  void anotherKindOfModelIsRefusedBeforeItsWeightsAreFetched() {
    hub.repository.put("config.json", "{\"model_type\": \"bert\"}");

    assertThatThrownBy(this::fetch).hasMessageContaining("model_type is 'bert'");
    assertThat(hub.storage.requests()).isEmpty();
  }

  @Test
  void aRepositoryOfPicklesIsRefused() {
    hub.repository.remove(WEIGHTS);
    hub.repository.put("pytorch_model.bin", "a pickle");

    assertThatThrownBy(this::fetch)
        .hasMessageContaining("has no model.safetensors")
        .hasMessageContaining("never pickles")
        .hasMessageContaining("'pytorch_model.bin' is PyTorch weights; convert it");
  }

  @Test
  void theProcessorOfTransformers5IsFetchedAndPreferred() throws IOException {
    hub.repository.put(
        "processor_config.json", "{\"image_processor\": {\"size\": 56, \"resample\": 3}}");

    try (Checkpoint checkpoint = Checkpoint.open(fetch().folder())) {
      assertThat(checkpoint.processor().image().resample()).isEqualTo(Resample.BICUBIC);
    }
  }

  @Test
  void anAdapterIsFetchedWithTheWeightsSoThatItIsRefused() throws IOException {
    hub.repository.put("adapter_config.json", "{}");
    Path folder = fetch().folder();

    assertThatThrownBy(() -> Checkpoint.open(folder)).hasMessageContaining("is a PEFT adapter");
  }

  @Test
  void aCacheThatCannotBeWrittenIsSaid() throws IOException {
    Files.createFile(repositoryFolder());

    assertThatThrownBy(this::fetch)
        .isInstanceOf(HubException.class)
        .hasMessageContaining("can't be used")
        .hasMessageContaining("models--digits--ijepa-tiny")
        .hasMessageContaining("HF_HUB_CACHE");
  }

  @Test
  void progressIsToldInBytes() throws IOException {
    fetch();

    int size = hub.repository.file(WEIGHTS).length;
    assertThat(pauses.advances).last().isEqualTo("model.safetensors %1$d/%1$d".formatted(size));
    assertThat(pauses.reasons).isEmpty();
  }

  private List<String> namesIn(String folder) throws IOException {
    try (Stream<Path> files = Files.list(repositoryFolder().resolve(folder))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
