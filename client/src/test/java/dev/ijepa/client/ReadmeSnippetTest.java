package dev.ijepa.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows, between the two marks, compiles and runs. */
@Timeout(60)
class ReadmeSnippetTest {

  @Test
  void theSnippetRuns(@TempDir Path folder) throws IOException {
    Path cat = Files.writeString(folder.resolve("cat.jpg"), "cat");
    Path dog = Files.writeString(folder.resolve("dog.jpg"), "dog");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();

    try (FakeServer server = new FakeServer()) {
      snippet(
          server.target(),
          cat,
          dog,
          folder,
          new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("cosine").contains("dog.jpg: ");
  }

  @Test
  void theReadmeShowsTheSnippetAsItStands() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/dev/ijepa/client/ReadmeSnippetTest.java"));
    int begin = source.lastIndexOf("    // README begins\n") + "    // README begins\n".length();
    String shown = source.substring(begin, source.lastIndexOf("    // README ends"));

    assertThat(Files.readString(Path.of("../README.md")))
        .contains(shown.stripTrailing().stripIndent());
  }

  private static void snippet(String target, Path catJpg, Path dogJpg, Path photos, PrintStream out)
      throws IOException {
    // README begins
    try (IjepaClient client = IjepaClient.builder().target(target).plaintext().build()) {
      Embedding cat = client.embed(catJpg);
      Embedding dog = client.embed(dogJpg);
      out.printf("%d dimensions, cosine %.3f%n", cat.dimension(), cat.cosine(dog));

      try (Stream<Path> files = Files.list(photos);
          ResultStream<Embedding> results = client.embedAll(files.map(ImageInput::of))) {
        for (Result<Embedding> result : results) {
          if (result instanceof Result.Ok<Embedding> ok) {
            out.println(ok.name() + ": norm " + ok.value().norm());
          } else if (result instanceof Result.Failed<Embedding> failed) {
            out.println(failed.name() + ": " + failed.error().getMessage());
          }
        }
      }
    }
    // README ends
  }
}
