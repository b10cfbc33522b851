package dev.ijepa.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubSettingsTest {
  @TempDir private Path folder;

  @Test
  void withoutVariablesItIsTheHubAndTheCacheOfTheHome() throws IOException {
    HubSettings settings = HubSettings.fromEnvironment(Map.of("HOME", folder.toString()));

    assertThat(settings.endpoint()).isEqualTo(URI.create("https://huggingface.co"));
    assertThat(settings.cache()).isEqualTo(folder.resolve(".cache/huggingface/hub"));
    assertThat(settings.token()).isEmpty();
    assertThat(settings.offline()).isFalse();
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void eachVariableMeansWhatItMeansToThePythonLibrary() throws IOException {
    HubSettings settings =
        HubSettings.fromEnvironment(
            Map.of(
                "HOME", folder.toString(),
                "HF_HOME", "~/hf",
                "HF_ENDPOINT", "http://mirror.example:8080/hub/",
                "HF_TOKEN", " hf_secret\n",
                "HF_HUB_OFFLINE", "yes",
                "HF_HUB_DOWNLOAD_TIMEOUT", "30"));

    assertThat(settings.endpoint()).isEqualTo(URI.create("http://mirror.example:8080/hub"));
    assertThat(settings.cache()).isEqualTo(folder.resolve("hf/hub"));
    assertThat(settings.token()).isEqualTo("hf_secret");
    assertThat(settings.offline()).isTrue();
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void theCacheOfItsOwnVariableComesFirst() throws IOException {
    Map<String, String> variables =
        Map.of("HF_HOME", "/a", "HUGGINGFACE_HUB_CACHE", "/b", "HF_HUB_CACHE", "/c");

    assertThat(HubSettings.fromEnvironment(variables).cache()).isEqualTo(Path.of("/c"));
  }

  @Test
  void theTokenMayBeInAFile() throws IOException {
    Files.writeString(folder.resolve("token"), "hf_of_file\n");
    Map<String, String> variables = Map.of("HF_HOME", folder.toString());

    assertThat(HubSettings.fromEnvironment(variables).token()).isEqualTo("hf_of_file");
  }

  @Test
  void theTokenIsNotPrinted() throws IOException {
    HubSettings settings = HubSettings.fromEnvironment(Map.of("HF_TOKEN", "hf_secret"));

    assertThat(settings.toString()).contains("huggingface.co").doesNotContain("hf_secret");
  }

  @Test
  void whatCannotBeUsedIsRefusedByItsName() {
    assertRefused(Map.of("HF_ENDPOINT", "huggingface.co"), "HF_ENDPOINT is 'huggingface.co'");
    assertRefused(Map.of("HF_ENDPOINT", "file:///etc"), "HF_ENDPOINT is 'file:///etc'");
    assertRefused(Map.of("HF_ENDPOINT", "http://a b"), "HF_ENDPOINT is 'http://a b'");
    assertRefused(Map.of("HF_TOKEN", "a\nb"), "HF_TOKEN holds no token");
    assertRefused(Map.of("HF_HUB_DOWNLOAD_TIMEOUT", "0"), "HF_HUB_DOWNLOAD_TIMEOUT is '0'");
  }

  private static void assertRefused(Map<String, String> variables, String message) {
    assertThatThrownBy(() -> HubSettings.fromEnvironment(variables))
        .isInstanceOf(HubException.class)
        .hasMessageContaining(message);
  }
}
