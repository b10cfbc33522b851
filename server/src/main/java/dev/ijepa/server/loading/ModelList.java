package dev.ijepa.server.loading;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The models that an operator lists as NAME=DIR, and what is wrong with the list.
 *
 * <p>Several stand in one text if a line break or a comma is between them. A comma is one of these
 * only where another NAME= follows, so that a path may contain commas; where a path goes on like
 * that, its comma is written with a backslash.
 */
final class ModelList {
  private static final String NAME = "[A-Za-z0-9._-]{1,64}";
  private static final Pattern SEPARATOR =
      Pattern.compile("\\R|(?<!\\\\),(?=\\s*" + NAME + "\\s*=)");
  private static final Pattern MODEL = Pattern.compile("([^=]*)=(.+)");

  private final String option;
  private final Map<String, Path> models = new LinkedHashMap<>();
  private final List<String> errors = new ArrayList<>();

  /** Reads the texts of the option, in their order. */
  ModelList(List<String> texts) {
    this("--model", texts);
  }

  /**
   * Reads the texts of an option that lists folders in the same way.
   *
   * @param option its name
   */
  ModelList(String option, List<String> texts) {
    this.option = option;
    texts.stream().flatMap(SEPARATOR::splitAsStream).forEach(this::add);
  }

  private void add(String text) {
    Matcher model = MODEL.matcher(text.strip());
    if (!model.matches()) {
      errors.add("%s: '%s' is not of the form NAME=DIR".formatted(option, text));
      return;
    }
    String name = model.group(1).strip();
    String folder = model.group(2).strip().replace("\\,", ",");
    if (!name.matches(NAME)) {
      errors.add("%s: '%s' is no name; use 1 to 64 of A-Z a-z 0-9 . _ -".formatted(option, name));
      return;
    }
    try {
      Path other = models.putIfAbsent(name, Path.of(folder));
      if (other != null) {
        errors.add(
            "%s gives two folders for '%s': %s and %s".formatted(option, name, other, folder));
      }
    } catch (InvalidPathException e) {
      errors.add("%s %s: '%s' is no path: %s".formatted(option, name, folder, e.getReason()));
    }
  }

  /** Whether a model may have a name. */
  static boolean isName(String name) {
    return name.matches(NAME);
  }

  /** Folders by name, the first named first. */
  Map<String, Path> models() {
    return models;
  }

  /** What an operator has to mend; each names the option. */
  List<String> errors() {
    return errors;
  }
}
