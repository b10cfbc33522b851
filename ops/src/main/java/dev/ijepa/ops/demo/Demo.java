package dev.ijepa.ops.demo;

import dev.ijepa.client.Classification;
import dev.ijepa.client.Embedding;
import dev.ijepa.client.IjepaClient;
import dev.ijepa.client.ImageInput;
import dev.ijepa.client.Result;
import dev.ijepa.client.ResultStream;
import dev.ijepa.server.IjepaServer;
import dev.ijepa.server.ServeOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Converts the embedded checkpoint, serves it on a free port, streams images through the Java
 * client, prints what came back, and stops.
 */
public final class Demo {
  private Demo() {}

  /**
   * Runs the demo.
   *
   * @param args the folder of images
   */
  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.ENGLISH);
    if (args.length != 1) {
      System.err.println("usage: ijepa demo");
      System.exit(2);
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    int failed = run(Path.of(args[0]), out);
    System.exit(failed == 0 ? 0 : 1);
  }

  /** Returns how many of the images have no result. */
  static int run(Path folder, PrintStream out) throws IOException {
    List<Path> images = images(folder);
    ServeOptions options = new ServeOptions();
    options.grpc.host = "localhost";
    options.grpc.port = 0;
    options.observability.adminPort = 0;
    try (IjepaServer server = IjepaServer.start(options);
        IjepaClient client =
            IjepaClient.builder().target("localhost:" + server.port()).plaintext().build()) {
      List<Result<Embedding>> embeddings = collect(client.embedAll(inputs(images)));
      List<Result<Classification>> classes = collect(client.classifyAll(inputs(images)));
      out.println();
      return new DemoTable(embeddings, classes).print(out);
    }
  }

  private static List<Path> images(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().matches(".*\\.(png|jpg)")).sorted().toList();
    }
  }

  private static List<ImageInput> inputs(List<Path> images) {
    return images.stream().map(ImageInput::of).toList();
  }

  private static <T> List<Result<T>> collect(ResultStream<T> results) {
    try (results) {
      return results.stream().toList();
    }
  }
}
