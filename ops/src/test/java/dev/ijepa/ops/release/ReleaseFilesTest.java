package dev.ijepa.ops.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/** What a release is made of says the same everywhere, and what repositories ask for. */
class ReleaseFilesTest {
  private static final Path ROOT = GoldenFile.models().resolve("..");
  private static final XPath XPATH = XPathFactory.newInstance().newXPath();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proto/pom.xml",
        "models/pom.xml",
        "server/pom.xml",
        "client/pom.xml",
        "ops/pom.xml"
      })
  void eachModuleHasTheVersionOfTheProject(String pom) throws Exception {
    assertThat(text(pom, "/project/parent/version")).isEqualTo(version());
    assertThat(text(pom, "/project/version")).isEmpty();
  }

  @Test
  void chartImagesAndBomHaveTheVersionOfTheProject() throws Exception {
    assertThat(text("client/bom/pom.xml", "/project/version")).isEqualTo(version());
    assertThat(read("ops/helm/ijepa-server/Chart.yaml"))
        .contains("\nversion: " + version() + "\n", "\nappVersion: " + version() + "\n");
    for (String file :
        new String[] {
          "README.md", "ops/container/compose.yaml", "ops/helm/kserve/serving-runtime.yaml"
        }) {
      Matcher image = Pattern.compile("ijepa-server:([0-9][\\w.-]*)").matcher(read(file));
      assertThat(image.results().map(match -> match.group(1)))
          .as(file)
          .isNotEmpty()
          .containsOnly(version());
    }
  }

  @Test
  void thePythonPackageHasTheVersionAndTheAddressesOfTheProject() throws Exception {
    assertThat(read("client/python/pyproject.toml"))
        .contains("\nversion = \"%s\"\n".formatted(version().replace("-SNAPSHOT", ".dev0")))
        .contains("\nHomepage = \"%s\"\n".formatted(text("pom.xml", "/project/url")))
        .contains("\nSource = \"%s\"\n".formatted(text("pom.xml", "/project/scm/url")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"proto/pom.xml", "models/pom.xml", "server/pom.xml", "client/pom.xml"})
  void eachPublishedModuleSaysWhatMavenCentralAsksFor(String pom) throws Exception {
    assertThat(text(pom, "/project/name")).isNotBlank();
    assertThat(text(pom, "/project/description")).isNotBlank();
    // The rest is inherited.
    assertThat(text(pom, "/project/parent/artifactId")).isEqualTo("ijepa-parent");
    assertComplete("pom.xml");
  }

  @Test
  void theBomSaysItWithoutAParent() throws Exception {
    assertComplete("client/bom/pom.xml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"alerts/ijepa.rules.yml", "dashboards/overview.json", "dashboards/capacity.json"})
  void theChartHasTheSameAlertsAndDashboards(String file) throws IOException {
    Path copy = ROOT.resolve("ops/helm/ijepa-server/files").resolve(Path.of(file).getFileName());

    assertThat(copy)
        .as("copy it: cp ops/%s %s", file, ROOT.relativize(copy))
        .hasSameTextualContentAs(ROOT.resolve("ops").resolve(file));
  }

  private static void assertComplete(String pom) throws Exception {
    for (String element :
        new String[] {
          "name",
          "description",
          "url",
          "licenses/license/name",
          "licenses/license/url",
          "developers/developer/name",
          "scm/connection",
          "scm/url"
        }) {
      assertThat(text(pom, "/project/" + element)).as("%s: %s", pom, element).isNotBlank();
    }
  }

  private static String version() throws Exception {
    return text("pom.xml", "/project/version");
  }

  private static String text(String pom, String path) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(ROOT.resolve(pom).toFile());
    return XPATH.evaluate(path, document);
  }

  private static String read(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }
}
