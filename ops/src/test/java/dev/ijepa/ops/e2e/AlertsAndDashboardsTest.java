package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What holds of alerts and dashboards without a Prometheus; {@code ops/dashboards/check} has one.
 */
class AlertsAndDashboardsTest {
  private static final Path ROOT = GoldenFile.models().resolve("..");
  private static final Pattern METRIC = Pattern.compile("\\bijepa_\\w+");
  private static final Pattern ALERT = Pattern.compile("(?m)^ +- alert: (\\w+)$");

  @Test
  void eachMetricThatTheyAskForIsInTheDocs() throws IOException {
    String docs = read("docs/operations.md");
    Set<String> asked = new TreeSet<>();
    for (String file :
        List.of(
            "ops/alerts/ijepa.rules.yml",
            "ops/dashboards/overview.json",
            "ops/dashboards/capacity.json")) {
      METRIC
          .matcher(read(file))
          .results()
          .map(MatchResult::group)
          .map(name -> name.replaceFirst("_(bucket|count|sum)$", ""))
          .forEach(asked::add);
    }

    assertThat(asked).hasSizeGreaterThan(20);
    assertThat(asked).allSatisfy(name -> assertThat(docs).contains("| `" + name + "` |"));
  }

  @Test
  void eachAlertHasAnEntryInTheRunbookATestAndALink() throws IOException {
    String rules = read("ops/alerts/ijepa.rules.yml");
    String tests = read("ops/alerts/ijepa.test.yml");
    String runbook = read("docs/runbook.md");
    List<String> alerts = ALERT.matcher(rules).results().map(alert -> alert.group(1)).toList();

    assertThat(alerts).hasSizeGreaterThanOrEqualTo(10).doesNotHaveDuplicates();
    assertThat(alerts)
        .allSatisfy(
            alert -> {
              assertThat(runbook).contains("## " + alert + "\n");
              assertThat(rules)
                  .contains("runbook: docs/runbook.md#" + alert.toLowerCase(Locale.ROOT) + "\n");
              assertThat(Pattern.compile(alert + "\\s+exp_alerts:\n").matcher(tests).find())
                  .as("a test in which %s fires", alert)
                  .isTrue();
            });
  }

  private static String read(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }
}
