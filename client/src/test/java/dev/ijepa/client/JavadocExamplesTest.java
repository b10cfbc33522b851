package dev.ijepa.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.client.micrometer.IjepaMetrics;
import dev.ijepa.client.opentelemetry.IjepaTelemetry;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The examples of the Javadoc, each between two marks: what does not compile is not shown. */
class JavadocExamplesTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern SHOWN =
      Pattern.compile("<pre>\\{@code\n(.*?)\n \\* }</pre>", Pattern.DOTALL);
  private static final Pattern MARKED =
      Pattern.compile("    // example of (\\w+)\n(.*?)\n    // ends", Pattern.DOTALL);

  @Test
  void theJavadocShowsTheExamplesAsTheyStand() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/dev/ijepa/client/JavadocExamplesTest.java"));
    Map<String, String> compiled =
        MARKED
            .matcher(source)
            .results()
            .collect(Collectors.toMap(r -> r.group(1), r -> r.group(2).stripIndent()));

    assertThat(shown()).isEqualTo(new TreeMap<>(compiled)).hasSizeGreaterThan(8);
  }

  private static Map<String, String> shown() throws IOException {
    Map<String, String> shown = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(SOURCES)) {
      files = all.filter(file -> file.toString().endsWith(".java")).toList();
    }
    for (Path file : files) {
      Matcher example = SHOWN.matcher(Files.readString(file));
      if (example.find()) {
        String text = example.group(1).replaceAll("(?m)^ \\* ?", "");
        shown.put(file.getFileName().toString().replace(".java", ""), text);
      }
    }
    return shown;
  }

  static void client() {
    // example of IjepaClient
    try (IjepaClient client = IjepaClient.builder().target("localhost:50051").plaintext().build()) {
      float[] vector = client.embed(Path.of("cat.jpg")).vector();
      System.out.println(vector.length);
    }
    // ends
  }

  static IjepaClient builder() {
    // example of IjepaClientBuilder
    IjepaClient client =
        IjepaClient.builder()
            .target("dns:///ijepa.example.org:443") // all its addresses, in turns
            .trust(Path.of("authority.pem"))
            .bearerToken("…")
            .deadline(Duration.ofSeconds(2))
            .build();
    // ends
    return client;
  }

  static double embedding(IjepaClient client, ImageInput cat, ImageInput dog) {
    // example of Embedding
    double similarity = client.embed(cat).cosine(client.embed(dog));
    // ends
    return similarity;
  }

  static String head(IjepaClient client, ImageInput image, ClassifySettings settings) {
    // example of HeadResult
    HeadResult head = client.classify(image, settings.withHeads("birds")).heads().get(0);
    String label = head.rejected().orElse(false) ? "none of these" : head.classes().get(0).label();
    // ends
    return label;
  }

  static Tensor region(IjepaClient client, Path path) {
    // example of Region
    ImageInput image = ImageInput.of(path).withRegions(Region.box(40, 30, 200, 180));
    Tensor features = client.embed(image).regions();
    // ends
    return features;
  }

  static void classification(IjepaClient client, ImageInput image) {
    // example of Classification
    ClassScore top = client.classify(image).top();
    System.out.printf("%s, %.1f %%%n", top.label(), 100 * top.probability());
    // ends
  }

  static void settings(IjepaClient client, ImageInput image) {
    // example of EmbedSettings
    EmbedSettings settings =
        EmbedSettings.defaults()
            .withOutputs(EmbedOutput.EMBEDDING, EmbedOutput.TOKENS)
            .withElementType(ElementType.F16);
    Tensor tokens = client.embed(image, settings).output(EmbedOutput.TOKENS);
    // ends
    assertThat(tokens).isNotNull();
  }

  static ByteBuffer tensor(IjepaClient client, ImageInput image) {
    // example of Tensor
    EmbedSettings half = EmbedSettings.defaults().withElementType(ElementType.F16);
    ByteBuffer bytes = client.embed(image, half).output(EmbedOutput.EMBEDDING).encoded();
    // ends
    return bytes;
  }

  static void results(IjepaClient client, List<Path> photographs) {
    // example of ResultStream
    Stream<ImageInput> images = photographs.stream().map(ImageInput::of);
    try (ResultStream<Embedding> results = client.embedAll(images)) {
      for (Result<Embedding> result : results) {
        if (result instanceof Result.Failed<Embedding> failed) {
          System.err.println(failed.name() + ": " + failed.error().getMessage());
        }
      }
    }
    // ends
  }

  static StreamSettings stream() {
    // example of StreamSettings
    StreamSettings settings =
        StreamSettings.defaults().inOrder().withItemTimeout(Duration.ofMinutes(1));
    // ends
    return settings;
  }

  static void hedge(IjepaClientBuilder builder) {
    // example of HedgeSettings
    builder.hedge(HedgeSettings.after(Duration.ofMillis(80)));
    // ends
  }

  static IjepaClient metrics(String target, MeterRegistry registry) {
    // example of IjepaMetrics
    IjepaClient client =
        IjepaClient.builder()
            .target(target)
            .plaintext()
            .observe(new IjepaMetrics(registry))
            .build();
    // ends
    return client;
  }

  static IjepaClient telemetry(String target, OpenTelemetry openTelemetry) {
    // example of IjepaTelemetry
    IjepaClient client =
        IjepaClient.builder()
            .target(target)
            .plaintext()
            .observe(new IjepaTelemetry(openTelemetry))
            .build();
    // ends
    return client;
  }
}
