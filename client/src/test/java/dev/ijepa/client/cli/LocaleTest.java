package dev.ijepa.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.client.FakeServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What the command line writes is the same in every locale: programs read it. */
@Isolated
@Timeout(120)
class LocaleTest {
  private final Locale before = Locale.getDefault();
  private final FakeServer server = new FakeServer();

  @TempDir private Path folder;

  @AfterEach
  void restore() {
    Locale.setDefault(before);
    server.close();
  }

  @Test
  void resultsAreTheSameEverywhere() throws IOException {
    server.refuseBadImages();
    Files.writeString(folder.resolve("IMG1.JPG"), "cat");
    Files.writeString(folder.resolve("IMG12.GIF"), "dog");
    Files.writeString(folder.resolve("bad.TIFF"), "bad");
    Files.write(folder.resolve("large.png"), new byte[1235]);
    TarFixture.write(folder.resolve("SHARD.TAR"), "bird");
    List<String> inRoot = results(Locale.ROOT);

    for (Locale locale : localesThatDiffer()) {
      assertThat(results(locale)).as("%s", locale).isEqualTo(inRoot);
    }
    assertThat(inRoot).noneMatch(text -> text.chars().anyMatch(c -> c > 0x7F && c != '×'));
  }

  /** One for each way to write numbers and to change the case of letters. */
  private static List<Locale> localesThatDiffer() {
    List<String> seen = new ArrayList<>();
    List<Locale> locales = new ArrayList<>();
    for (Locale locale : Locale.getAvailableLocales()) {
      String writes = String.format(locale, "%d %,.3f %s", -12345, 0.5, "TITI".toLowerCase(locale));
      if (!seen.contains(writes)) {
        seen.add(writes);
        locales.add(locale);
      }
    }
    assertThat(locales).contains(Locale.ROOT).hasSizeGreaterThan(10);
    return locales;
  }

  private List<String> results(Locale locale) throws IOException {
    Locale.setDefault(locale);
    Path out = folder.resolve("out");
    String input = folder.toString();
    String archive = folder.resolve("SHARD.TAR").toString();
    List<String> results = new ArrayList<>();
    results.add(
        run("embed", input, archive, "--max-image-bytes=1234", "--overwrite", "--out=" + out));
    results.add(Files.readString(folder.resolve("out.jsonl")));
    results.add(Files.readString(folder.resolve("out.json")));
    results.add(Arrays.toString(Files.readAllBytes(folder.resolve("out.npy"))));
    results.add(run("embed", folder.resolve("IMG1.JPG").toString()).replaceAll("\\d+[.]\\d$", ""));
    results.add(run("classify", input, "--json"));
    results.add(run("classify", input));
    results.add(run("models"));
    return results;
  }

  private String run(String... arguments) {
    StringWriter out = new StringWriter();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--target", server.target()));
    int code =
        ClientMain.run(
            Map.of(),
            new PrintWriter(out, true),
            new PrintWriter(new StringWriter()),
            all.toArray(String[]::new));
    return code + out.toString();
  }
}
