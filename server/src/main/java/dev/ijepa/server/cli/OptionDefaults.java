package dev.ijepa.server.cli;

import dev.ijepa.server.lifecycle.Causes;
import dev.ijepa.server.options.Suggestions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Where the server's options come from that are not on the command line: {@code --max-batch-size}
 * from the environment's {@code IJEPA_MAX_BATCH_SIZE}, then from the line {@code max-batch-size =
 * …} of the properties file that {@code IJEPA_CONFIG} names. An option that may be given more than
 * once may have several lines there.
 */
final class OptionDefaults implements IDefaultValueProvider {
  private static final String CONFIG = "IJEPA_CONFIG";

  private final EnvironmentVariables environment;
  private final PropertiesFile file;

  private OptionDefaults(EnvironmentVariables environment, PropertiesFile file) {
    this.environment = environment;
    this.file = file;
  }

  /**
   * What the environment says.
   *
   * @throws IOException if it names a properties file that can't be read
   */
  static OptionDefaults load(Map<String, String> environment) throws IOException {
    EnvironmentVariables variables = new EnvironmentVariables(environment);
    String config = environment.get(CONFIG);
    if (config == null) {
      return new OptionDefaults(variables, PropertiesFile.EMPTY);
    }
    try {
      return new OptionDefaults(variables, PropertiesFile.read(Path.of(config)));
    } catch (IOException e) {
      throw new IOException(
          "%s names %s, which can't be read: %s".formatted(CONFIG, config, Causes.inOneLine(e)), e);
    }
  }

  /**
   * Tells what sets nothing: variables and lines that are no option of a command, and lines of
   * which the last alone would count.
   */
  List<String> problems(CommandLine command) {
    Map<String, OptionSpec> options =
        command.getCommandSpec().options().stream()
            .collect(Collectors.toMap(OptionDefaults::name, option -> option));
    List<String> problems = new ArrayList<>(environment.problems(options.keySet()));
    file.lines()
        .forEach(
            (name, values) -> {
              OptionSpec option = options.get(name);
              if (option == null) {
                problems.add(unknownLine(name, options.keySet()));
              } else if (values.size() > 1 && !option.isMultiValue()) {
                problems.add(
                    String.format(
                        Locale.ROOT,
                        "the properties file has %d lines for %s: %s",
                        values.size(),
                        name,
                        String.join(", ", values)));
              }
            });
    return problems;
  }

  private static String unknownLine(String name, Set<String> options) {
    String positive = name.replaceFirst("^no-", "");
    String hint =
        !positive.equals(name) && options.contains(positive)
            ? "; did you mean " + positive + " = false?"
            : Suggestions.didYouMean(name, options);
    return "the properties file has a line that is no option: " + name + hint;
  }

  private static String name(OptionSpec option) {
    return option.longestName().replaceFirst("^--", "");
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
      return null;
    }
    String name = name(option);
    String fromEnvironment = environment.value(name);
    return fromEnvironment != null ? fromEnvironment : fromFile(name, option.isMultiValue());
  }

  private @Nullable String fromFile(String name, boolean isMultiValue) {
    List<String> values = file.lines().get(name);
    if (values == null) {
      return null;
    }
    return isMultiValue ? String.join("\n", values) : values.get(values.size() - 1);
  }
}
