package dev.ijepa.ops.fleet;

import dev.ijepa.client.EmbedSettings;
import dev.ijepa.client.Embedding;
import dev.ijepa.client.IjepaClient;
import dev.ijepa.client.IjepaClientBuilder;
import dev.ijepa.client.ImageInput;
import dev.ijepa.client.Result;
import dev.ijepa.client.ResultStream;
import dev.ijepa.client.StreamSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * Keeps unary calls in flight, and long streams open, until a line comes on standard input. Checks
 * each result: its place in the stream, and its vector. Prints what failed as it fails, and at the
 * end what became of all.
 *
 * <p>The one stream is in order, the next is not, and so on.
 */
public final class FleetLoad {
  private static final double TOLERANCE = 1e-4;

  private final Tally calls = new Tally("calls");
  private final Tally items = new Tally("items");
  private final List<ImageInput> images;
  private final List<float[]> expected = new ArrayList<>();
  private final IjepaClient client;
  private final Duration callAge;
  private volatile boolean ending;

  private FleetLoad(IjepaClient client, List<ImageInput> images, Duration callAge) {
    this.client = client;
    this.images = images;
    this.callAge = callAge;
    for (ImageInput image : images) {
      expected.add(client.embed(image).vector());
    }
  }

  /**
   * Begins.
   *
   * @param args the target, the folder of images, the number of calls in flight, the number of
   *     streams, the seconds that one call carries a stream, and, for TLS, the certificates to
   *     trust
   */
  public static void main(String[] args) throws Exception {
    IjepaClientBuilder builder = IjepaClient.builder().target(args[0]);
    if (args.length > 5) {
      builder.trust(Path.of(args[5]));
    } else {
      builder.plaintext();
    }
    try (IjepaClient client = builder.build()) {
      Duration callAge = Duration.ofSeconds(Long.parseLong(args[4]));
      new FleetLoad(client, images(Path.of(args[1])), callAge)
          .run(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
    }
  }

  private static List<ImageInput> images(Path folder) throws IOException {
    List<ImageInput> images = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".png")).sorted().toList()) {
        images.add(ImageInput.of(file.toString(), ByteBuffer.wrap(Files.readAllBytes(file))));
      }
    }
    return images;
  }

  private void run(int callsInFlight, int streams) throws Exception {
    CountDownLatch ended = new CountDownLatch(callsInFlight + streams);
    for (int i = 0; i < callsInFlight; i++) {
      int first = i;
      start(() -> call(first), ended);
    }
    for (int i = 0; i < streams; i++) {
      StreamSettings settings = StreamSettings.defaults().withMaxCallAge(callAge);
      StreamSettings ordered = i % 2 == 0 ? settings : settings.asReady();
      start(() -> stream(ordered), ended);
    }
    System.out.println("running");
    int unused = System.in.read();
    ending = true;
    ended.await();
    System.out.println(calls);
    System.out.println(items);
  }

  private static void start(Runnable task, CountDownLatch ended) {
    new Thread(
            () -> {
              try {
                task.run();
              } finally {
                ended.countDown();
              }
            })
        .start();
  }

  private void call(int first) {
    for (int i = first; !ending; i++) {
      try {
        check(calls, i, client.embed(image(i)));
      } catch (RuntimeException e) {
        calls.failed(e);
      }
    }
  }

  private void stream(StreamSettings settings) {
    int taken = 0;
    Stream<ImageInput> inputs = Stream.iterate(0, i -> !ending, i -> i + 1).map(this::image);
    try (ResultStream<Embedding> results =
        client.embedAll(inputs, EmbedSettings.defaults(), settings)) {
      long indexSum = 0;
      for (Result<Embedding> result : results) {
        if (settings.ordered() && result.index() != taken) {
          throw new IllegalStateException(
              "item %d came as number %d".formatted(result.index(), taken));
        }
        indexSum += result.index() - taken++;
        check(items, (int) result.index(), result.orElseThrow());
      }
      if (indexSum != 0) {
        throw new IllegalStateException("an item came twice, or not at all");
      }
    } catch (RuntimeException e) {
      items.failed(e);
    }
  }

  private ImageInput image(int i) {
    return images.get(i % images.size());
  }

  private void check(Tally tally, int i, Embedding embedding) {
    float[] wanted = expected.get(i % images.size());
    float[] vector = embedding.vector();
    for (int k = 0; k < wanted.length; k++) {
      if (Math.abs(vector[k] - wanted[k]) > TOLERANCE * (1 + Math.abs(wanted[k]))) {
        throw new IllegalStateException("the vector of item " + i + " is another image's");
      }
    }
    tally.succeeded();
  }
}
