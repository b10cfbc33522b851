package dev.ijepa.client.cli;

import dev.ijepa.client.bench.Arrivals;
import dev.ijepa.client.bench.Bench;
import dev.ijepa.client.bench.LoadPoint;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How much load, and for how long. */
final class LoadOptions {
  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private CommandSpec command;

  @Option(
      names = "--concurrency",
      split = ",",
      paramLabel = "N",
      description = {
        "Closed loop: keeps N images in flight; measures each N in turn. Default: 8",
        "A slow response delays the next image, as with callers that wait."
      })
  private List<Integer> concurrency = List.of();

  @Option(
      names = "--rate",
      split = ",",
      paramLabel = "R",
      description = {
        "Open loop: sends R images a second, however slow the server is; measures each R in turn.",
        "Latency counts from when an image was due (no coordinated omission)."
      })
  private List<Double> rates = List.of();

  @Option(
      names = "--arrivals",
      paramLabel = "KIND",
      defaultValue = "poisson",
      converter = EnumNames.ArrivalKinds.class,
      completionCandidates = EnumNames.ArrivalKinds.class,
      description =
          "With --rate: when images are due, ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private Arrivals arrivals = Arrivals.POISSON;

  @Option(
      names = "--max-in-flight",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "With --rate: the most images without a response. Further images are counted as unsent."
              + " Default: ${DEFAULT-VALUE}")
  private int maxInFlight = 1000;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "How long to measure each load. Default: ${DEFAULT-VALUE}")
  private Duration duration = Duration.ofSeconds(10);

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      defaultValue = "3s",
      converter = DurationConverter.class,
      description = "How long to send load before measuring. Default: ${DEFAULT-VALUE}")
  private Duration warmUp = Duration.ofSeconds(3);

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = DurationConverter.class,
      description = "The deadline of each image. Default: ${DEFAULT-VALUE}")
  private Duration deadline = Duration.ofSeconds(30);

  @Option(
      names = "--retries",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description =
          "Retry an image if the server says that it may succeed later, within --deadline.")
  private boolean retries;

  List<LoadPoint> points() {
    require(
        concurrency.isEmpty() || rates.isEmpty(), "--concurrency and --rate exclude each other");
    require(concurrency.stream().allMatch(n -> n >= 1), "--concurrency must be 1 or more");
    require(rates.stream().allMatch(rate -> rate > 0), "--rate must be more than 0");
    require(maxInFlight >= 1, "--max-in-flight must be 1 or more");
    if (!rates.isEmpty()) {
      return rates.stream().map(this::open).toList();
    }
    List<Integer> numbers = concurrency.isEmpty() ? List.of(8) : concurrency;
    return numbers.stream().map(n -> (LoadPoint) new LoadPoint.Closed(n)).toList();
  }

  Bench.Timing timing() {
    require(!duration.isZero(), "--duration must be more than 0");
    require(!deadline.isZero(), "--deadline must be more than 0");
    return new Bench.Timing(warmUp, duration, deadline, retries);
  }

  private LoadPoint open(double rate) {
    return new LoadPoint.Open(rate, arrivals, maxInFlight);
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new ParameterException(command.commandLine(), otherwise);
    }
  }
}
