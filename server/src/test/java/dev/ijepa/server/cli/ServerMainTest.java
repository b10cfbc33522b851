package dev.ijepa.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.checkpoint.EmbeddedCheckpoint;
import dev.ijepa.server.options.DataSize;
import dev.ijepa.server.options.Durations;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Wrong use: each stops the start with the option's name and what is allowed. */
class ServerMainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private static final Map<Class<?>, String> HUGE =
      Map.of(Duration.class, "9999999h", DataSize.class, "9999999GiB");

  @TempDir private Path folder;

  @Test
  void allValuesOutOfRangeAreToldTogether() {
    int code = run(Map.of(), "serve", "--lanes", "0", "--port", "70000", "--tls-cert", "/none");

    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .contains("--lanes is 0; it must be from 1 to 64")
        .contains("--port is 70000; it must be from 0 to 65535")
        .contains("--tls-cert and --tls-key must be given together")
        .contains("/none can't be read");
  }

  @Test
  void anUnknownOptionAndABadValueAreRefused() {
    assertThat(run(Map.of(), "serve", "--ports", "1")).isEqualTo(2);
    assertThat(err.toString()).contains("--ports").contains("--port\n");

    assertThat(run(Map.of(), "serve", "--max-image-bytes", "32MB")).isEqualTo(2);
    assertThat(err.toString()).contains("--max-image-bytes").contains("32MiB");
  }

  @Test
  void theEnvironmentAndThePropertiesFileSetOptionsToo() throws IOException {
    Path file = Files.writeString(folder.resolve("ijepa.properties"), "lanes = 99\n");

    assertThat(run(Map.of("IJEPA_CONFIG", file.toString(), "IJEPA_PORT", "-1"), "serve"))
        .isEqualTo(1);

    assertThat(err.toString()).contains("--lanes is 99").contains("--port is -1");
  }

  @Test
  void whatIsSetForTheServerChangesNothingInAConversion() {
    Map<String, String> environment = Map.of("IJEPA_PRECISION", "auto", "IJEPA_FORCE", "maybe");

    assertThat(run(environment, "convert", "/none", folder.resolve("model").toString()))
        .isEqualTo(1);

    assertThat(err.toString()).contains("/none").doesNotContain("precision", "force");
  }

  @Test
  void anUnknownLineOfThePropertiesFileIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("ijepa.properties"), "lane = 2\n");

    assertThat(run(Map.of("IJEPA_CONFIG", file.toString()), "serve")).isEqualTo(2);

    assertThat(err.toString()).contains("no option: lane; did you mean lanes?");
  }

  @Test
  void variablesThatNobodyReadsAreRefusedTogetherWithWhatMayHaveBeenMeant() {
    Map<String, String> environment =
        Map.of(
            "IJEPA_NO_REFLECTION", "true",
            "IJEPA_MAX_BATCHSIZE", "4",
            "ijepa_port", "1",
            "IJEPA_TEMPERATURE", "1",
            "IJEPA_LANES", "99");

    assertThat(run(environment, "serve", "--port", "70000")).isEqualTo(2);

    assertThat(err.toString())
        .contains("IJEPA_NO_REFLECTION sets nothing; did you mean IJEPA_REFLECTION=false?")
        .contains("IJEPA_MAX_BATCHSIZE sets nothing; did you mean IJEPA_MAX_BATCH_SIZE?")
        .contains("ijepa_port sets nothing; did you mean IJEPA_PORT?")
        .contains("IJEPA_TEMPERATURE sets nothing\n")
        .as("the rest of what is wrong")
        .contains("--lanes is 99")
        .contains("--port is 70000");
  }

  @Test
  void variablesOfTheScriptTheClientAndKubernetesAreNotRefused() {
    Map<String, String> environment = new HashMap<>();
    for (String name :
        List.of("JAVA_OPTS", "LOG_LEVEL", "PROFILE", "CLIENT_TARGET", "SERVICE_HOST")) {
      environment.put("IJEPA_" + name, "anything");
    }
    for (String service : List.of("IJEPA", "IJEPA_FEATURES")) {
      environment.put(service + "_PORT", "tcp://10.0.0.1:50051");
      environment.put(service + "_SERVICE_PORT_GRPC", "50051");
      environment.put(service + "_PORT_50051_TCP", "tcp://10.0.0.1:50051");
      environment.put(service + "_PORT_50051_TCP_PROTO", "tcp");
      environment.put(service + "_PORT_50051_TCP_ADDR", "10.0.0.1");
    }

    assertThat(run(environment, "serve", "--lanes", "99")).isEqualTo(1);

    assertThat(err.toString()).contains("--lanes is 99").doesNotContain("IJEPA", "--port");
  }

  @Test
  void aLineThatTheNextOneWouldOverrideIsRefused() throws IOException {
    Path file =
        Files.writeString(folder.resolve("ijepa.properties"), "port = 1\nlanes = 2\nport = 2\n");

    assertThat(run(Map.of("IJEPA_CONFIG", file.toString()), "serve")).isEqualTo(2);

    assertThat(err.toString()).contains("2 lines for port: 1, 2").doesNotContain("lanes");
  }

  @Test
  void thePropertiesFileMayHaveALineForEachModel() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("ijepa.properties"), "model = a=/none,1\nmodel = b=/none/2\n");

    assertThat(run(Map.of("IJEPA_CONFIG", file.toString()), "serve")).isEqualTo(1);

    assertThat(err.toString())
        .contains("--model a: /none,1 is no model folder")
        .contains("--model b: /none/2 is no model folder");
  }

  @Test
  void oneNameForTwoModelsIsRefused() {
    assertThat(run(Map.of(), "serve", "--model", "a=/x", "--model", "a=/y")).isEqualTo(1);

    assertThat(err.toString()).contains("--model gives two folders for 'a': /x and /y");
  }

  @Test
  void aPortThatIsTakenIsToldBeforeAnythingIsLoaded() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = Integer.toString(taken.getLocalPort());

      assertThat(run(Map.of(), "serve", "--port", port, "--tls-cert", "/none")).isEqualTo(1);

      assertThat(err.toString())
          .contains("--port " + port + " can't be opened: ")
          .containsIgnoringCase("in use")
          .contains("--tls-cert: /none");
    }
  }

  @Test
  void everyDurationAndSizeHasAnUpperBoundAndSaysWhatItIs() {
    CommandLine serve =
        new CommandLine(new ServeCommand())
            .registerConverter(Duration.class, Durations::parse)
            .registerConverter(DataSize.class, DataSize::parse);
    int seen = 0;
    for (OptionSpec option : serve.getCommandSpec().options()) {
      String huge = HUGE.get(option.type());
      if (huge != null) {
        assertThat(run(Map.of(), "serve", option.longestName(), huge)).isEqualTo(1);
        assertThat(err.toString())
            .contains(option.longestName() + " is ")
            .contains("it must be from ");
        err.getBuffer().setLength(0);
        seen++;
      }
    }
    assertThat(seen).isGreaterThan(10);
  }

  @Test
  void aValueThatCanNotBeReadIsToldWithoutTheNameOfAnException() {
    for (String size : List.of("32MB", "999999999999999GiB")) {
      assertThat(run(Map.of(), "serve", "--max-in-flight", size)).isEqualTo(2);
    }
    assertThat(run(Map.of(), "serve", "--max-delay", "soon")).isEqualTo(2);

    assertThat(err.toString()).contains("'32MB' is no size").doesNotContain("Exception");
  }

  @Test
  void whatIsMisnamedIsToldWithAValueThatCanNotBeRead() {
    assertThat(run(Map.of("IJEPA_PROT", "1"), "serve", "--lanes", "two")).isEqualTo(2);

    assertThat(err.toString()).contains("did you mean IJEPA_PORT?").contains("--lanes");
  }

  @ParameterizedTest
  @MethodSource("locales")
  void whatIsWrongIsToldAlikeInEveryLocale(Locale locale) {
    String[] command = {
      "serve", "--lanes", "99", "--port", "70000", "--max-delay", "9999999h", "--model", "a=/none"
    };
    run(Map.of(), command);
    String expected = err.toString();
    err.getBuffer().setLength(0);
    Locale before = Locale.getDefault();
    Locale.setDefault(locale);
    try {
      run(Map.of("IJEPA_LIMIT", "1"), "serve", "--port", "70000");
      assertThat(err.toString()).contains("IJEPA_LIMIT").contains("--port is 70000");
      err.getBuffer().setLength(0);

      run(Map.of(), command);
    } finally {
      Locale.setDefault(before);
    }
    assertThat(err.toString()).isEqualTo(expected);
  }

  /** One of each kind of digits and of letter cases. */
  static Stream<Locale> locales() {
    return Stream.of("fa-IR", "ar-EG", "bn-BD", "mr-IN", "ne-NP", "my-MM", "tr-TR", "lt-LT")
        .map(Locale::forLanguageTag);
  }

  @Test
  void aFolderThatIsNoCheckpointIsAFailureWithAMessage() {
    int code = run(Map.of(), "convert", folder.toString(), folder.resolve("out").toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("has no config.json").doesNotContain("Exception");
  }

  @Test
  void aConversionThatIsWantedWronglyIsRefusedWithWhatIsAllowed() {
    String out = folder.resolve("out").toString();

    assertThat(run(Map.of(), "convert", "checkpoint", out, "--image-size", "224:224")).isEqualTo(2);
    assertThat(err.toString()).contains("--image-size").contains("HEIGHTxWIDTH, 448x224");

    assertThat(run(Map.of(), "convert", "checkpoint", out, "--resample", "area")).isEqualTo(2);
    assertThat(err.toString()).contains("--resample").contains("no filter of Pillow");

    assertThat(run(Map.of(), "convert", "checkpoint", out, "--precision", "f16")).isEqualTo(2);
    assertThat(err.toString()).contains("--precision").contains("bf16");
  }

  @Test
  void aConversionTellsWhatItMade() throws IOException {
    Path checkpoint = Files.createDirectory(folder.resolve("digits"));
    EmbeddedCheckpoint.copyTo(checkpoint);
    String model = folder.resolve("model").toString();
    String[] command = {
      "convert", checkpoint.toString(), model, "--image-size=64x48", "--precision=bf16"
    };

    int code = run(Map.of(), command);

    assertThat(err.toString()).doesNotContain("error").doesNotContain("warning");
    // Lines, not one that is written over: this is no terminal.
    assertThat(err.toString()).contains("converting 100 % of 1,222,026").doesNotContain("\r");
    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("source        digits")
        .contains("1,222,026, bf16")
        .contains("64 × 48 pixels, 48 tokens of 8 × 8, positions resampled from 7 × 7");
  }

  private int run(Map<String, String> environment, String... args) {
    return ServerMain.run(
        environment, new PrintWriter(out, true), new PrintWriter(err, true), args);
  }
}
