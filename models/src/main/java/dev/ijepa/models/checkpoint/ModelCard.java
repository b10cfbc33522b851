package dev.ijepa.models.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a checkpoint's model card ({@code README.md}) says that the server must pass on.
 *
 * @param license the identifier in the card's front matter, for example {@code cc-by-nc-4.0}; empty
 *     if it gives none
 */
public record ModelCard(String license) {
  /** The file that it is read from. */
  public static final String FILE = "README.md";

  /** The files that go wherever the weights go: the card and the licence's text. */
  public static final List<String> FILES = List.of(FILE, "LICENSE", "LICENSE.txt", "LICENSE.md");

  private static final int MAX_BYTES = 1 << 20;
  private static final Pattern FRONT_MATTER =
      Pattern.compile("\\A---\\R(.*?)\\R---", Pattern.DOTALL);
  private static final Pattern LICENSE =
      Pattern.compile("^license:[ \\t]*['\"]?([A-Za-z0-9._+-]{1,64})", Pattern.MULTILINE);

  static ModelCard read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
      return new ModelCard("");
    }
    Matcher frontMatter =
        FRONT_MATTER.matcher(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    Matcher license = LICENSE.matcher(frontMatter.find() ? frontMatter.group(1) : "");
    return new ModelCard(license.find() ? license.group(1) : "");
  }

  /** What a user must know before using the weights, in a sentence; empty if there is nothing. */
  public String notice() {
    if (license.startsWith("cc-by-nc")) {
      return "These weights are for non-commercial use only, with attribution (" + license + ").";
    }
    return license.isEmpty() ? "The checkpoint's model card names no licence." : "";
  }
}
