package dev.ijepa.client.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ijepa.client.IjepaClient;
import dev.ijepa.client.PathName;
import dev.ijepa.client.bench.Bench;
import dev.ijepa.client.bench.Connections;
import dev.ijepa.client.bench.LoadPoint;
import dev.ijepa.client.bench.LoadResult;
import dev.ijepa.client.bench.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Puts load on a server and measures what it does. */
@Command(
    name = "bench",
    description = {
      "Measures a server under load: rates, latencies, errors, and the server's own times.",
      "The load starts at full strength. Set --warm-up to the time that the server needs to warm up."
    })
final class BenchCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";

  @Spec
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private CommandSpec spec;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Mixin private LoadOptions load = new LoadOptions();
  @Mixin private WorkloadOptions asked = new WorkloadOptions();

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "0",
      description = "The number of connections. Default: one for each 1000 calls in flight.")
  private int connections;

  @Option(
      names = "--json",
      paramLabel = "FILE|-",
      description =
          "Also write the results as JSON; - writes JSON to standard output instead of the table.")
  private @Nullable String json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (connections < 0) {
      throw new ParameterException(spec.commandLine(), "--connections must be 1 or more");
    }
    List<LoadPoint> points = load.points();
    BenchSetup setup = new BenchSetup(connection.target(), load.timing(), asked.workload());
    // A server out of reach or an unknown model is told at once.
    try (IjepaClient client = connection.connect()) {
      client.model(asked.model());
    }
    List<LoadResult> results = measure(points, setup);
    report(setup, results);
    boolean measured = results.stream().anyMatch(result -> result.latency().count() > 0);
    return measured ? ExitCode.OK : ExitCode.SOME_FAILED;
  }

  private List<LoadResult> measure(List<LoadPoint> points, BenchSetup setup)
      throws InterruptedException {
    Workload workload = setup.workload();
    BenchProgress progress = new BenchProgress(spec.commandLine().getErr());
    Bench bench =
        new Bench(
            workload, new Connections(connection::channel, connections), setup.timing(), progress);
    List<LoadResult> results = new ArrayList<>();
    for (LoadPoint point : points) {
      results.add(bench.run(point));
    }
    progress.finish();
    return results;
  }

  private void report(BenchSetup setup, List<LoadResult> results) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (STANDARD_OUTPUT.equals(json)) {
      out.println(BenchJson.of(setup, results));
      return;
    }
    BenchTable.print(setup, results, out);
    if (json != null) {
      Files.writeString(PathName.path(json), BenchJson.of(setup, results) + "\n", UTF_8);
    }
  }
}
