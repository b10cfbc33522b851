package dev.ijepa.server.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path with parameters in the form of OpenAPI: {@code /v1/models/{model}:embed}. A parameter is
 * one or more characters, of which none is a slash or a colon.
 *
 * @param text as it is written; the label of metrics
 * @param regex what a path must match
 */
public record PathPattern(String text, Pattern regex) {
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
  private static final String VALUE = "([^/:]+)";

  /** A pattern of text. */
  public static PathPattern of(String text) {
    StringBuilder regex = new StringBuilder();
    Matcher parameter = PARAMETER.matcher(text);
    int end = 0;
    while (parameter.find()) {
      regex.append(Pattern.quote(text.substring(end, parameter.start()))).append(VALUE);
      end = parameter.end();
    }
    regex.append(Pattern.quote(text.substring(end)));
    return new PathPattern(text, Pattern.compile(regex.toString()));
  }

  /** The number of parameters. */
  int parameters() {
    return (int) PARAMETER.matcher(text).results().count();
  }

  /** The parameters of a path by name; empty if the path is another. */
  Optional<Map<String, String>> match(String path) {
    Matcher matcher = regex.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new HashMap<>();
    Matcher name = PARAMETER.matcher(text);
    for (int group = 1; name.find(); group++) {
      parameters.put(name.group(1), matcher.group(group));
    }
    return Optional.of(parameters);
  }
}
