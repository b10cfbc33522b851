package dev.ijepa.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.client.ImageInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"shard.tar", "shard.tar.gz", "shard.tgz"})
  void theImagesOfAnArchiveCarryItsName(String name) throws IOException {
    Path shard = TarFixture.write(folder.resolve(name), "000/cat", "000/dog");

    Inputs inputs = inputs(List.of(shard), done -> false);

    assertThat(inputs.total()).isEqualTo(Tally.UNKNOWN);
    assertThat(inputs.stream())
        .extracting(ImageInput::name)
        .containsExactly(shard + "/000/cat.jpg", shard + "/000/dog.jpg");
  }

  @Test
  void theContentOfAMemberIsItsImage() throws IOException {
    Path shard = TarFixture.write(folder.resolve("shard.tar"), "cat");

    ImageInput input = inputs(List.of(shard), done -> false).next();

    ByteBuffer content = ((ImageInput.Encoded) input).bytes();
    assertThat(StandardCharsets.UTF_8.decode(content).toString()).isEqualTo("cat");
  }

  @Test
  void whatIsDoneIsPassedOver() throws IOException {
    Path shard = TarFixture.write(folder.resolve("shard.tar"), "cat", "dog");
    Path file = folder.resolve("a.jpg");
    Path other = folder.resolve("b.jpg");
    List<String> done = List.of(shard + "/cat.jpg", file.toString());

    assertThat(names(inputs(List.of(file, other, shard), done::contains)))
        .containsExactly(other.toString(), shard + "/dog.jpg");
    assertThat(inputs(List.of(file, other), done::contains).total()).isEqualTo(1);
  }

  @Test
  void theShareGrowsToTheWhole() throws IOException {
    Path first = TarFixture.write(folder.resolve("1.tar"), "cat", "dog");
    Path second = TarFixture.write(folder.resolve("2.tar.gz"), "bird");
    Inputs inputs = inputs(List.of(first, second), done -> false);

    assertThat(inputs.share()).isZero();
    List<String> names = names(inputs);

    assertThat(names).hasSize(3);
    assertThat(inputs.share()).isEqualTo(1);
  }

  @Test
  void aFolderThatIsALinkIsThatFolder() throws IOException {
    Path photos = Files.createDirectories(folder.resolve("photos"));
    Files.writeString(photos.resolve("a.jpg"), "cat");
    Path link = Files.createSymbolicLink(folder.resolve("link"), photos);

    assertThat(ImageFiles.of(List.of(link)).files())
        .extracting(FoundFile::path)
        .containsExactly(link.resolve("a.jpg"));
  }

  @Test
  void aListOfPathsHasALineForEachOrANull() throws IOException {
    assertThat(PathList.read(stream("a.jpg\nb c.jpg\n\n"), false))
        .containsExactly(Path.of("a.jpg"), Path.of("b c.jpg"));
    assertThat(PathList.read(stream("a\nb.jpg\0c.jpg\0"), true))
        .containsExactly(Path.of("a\nb.jpg"), Path.of("c.jpg"));
  }

  private static Inputs inputs(List<Path> paths, Predicate<String> done) {
    return new Inputs(paths.stream().map(FoundFile::of).toList(), 1 << 20, done);
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> names(Inputs inputs) {
    List<String> names = new ArrayList<>();
    inputs.forEachRemaining(input -> names.add(input.name()));
    return names;
  }
}
