package dev.ijepa.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client within a framework that loads it by a class loader of its own, as Spark's executors do.
 */
@Timeout(60)
class ClassLoaderTest {

  @Test
  void nothingIsFoundThroughTheLoaderOfTheThread(@TempDir Path folder) throws Exception {
    Path cat = Files.writeString(folder.resolve("cat.jpg"), "cat");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (FakeServer server = new FakeServer();
        URLClassLoader own = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
        URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
      thread.setContextClassLoader(empty);

      Object vectors =
          own.loadClass(Program.class.getName())
              .getMethod("embed", String.class, Path.class)
              .invoke(null, server.target(), cat);

      assertThat((float[][]) vectors)
          .isDeepEqualTo(
              new float[][] {
                FakeFeatureService.vectorOf("cat"), FakeFeatureService.vectorOf("cat")
              });
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static URL[] classPath() throws IOException {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(ClassLoaderTest::url)
        .toArray(URL[]::new);
  }

  private static URL url(String file) {
    try {
      return Path.of(file).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** What the framework runs: a call, and a stream. */
  public static final class Program {
    private Program() {}

    /** The embedding of an image, twice. */
    public static float[][] embed(String target, Path image) {
      try (IjepaClient client =
              IjepaClient.builder().target("dns:///" + target).plaintext().build();
          ResultStream<Embedding> stream = client.embedAll(Stream.of(ImageInput.of(image)))) {
        return new float[][] {
          client.embed(image).vector(), stream.iterator().next().orElseThrow().vector()
        };
      }
    }
  }
}
