package dev.ijepa.server.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Where the server's options come from that are not on the command line: {@code --max-batch-size}
 * from the environment's {@code IJEPA_MAX_BATCH_SIZE}, then from the line {@code max-batch-size =
 * …} of the properties file that {@code IJEPA_CONFIG} names.
 */
final class OptionDefaults implements IDefaultValueProvider {
  private static final String PREFIX = "IJEPA_";
  private static final String CONFIG = PREFIX + "CONFIG";

  private final UnaryOperator<@Nullable String> environment;
  private final Properties file;

  OptionDefaults(Map<String, String> environment, Properties file) {
    this.environment = environment::get;
    this.file = file;
  }

  /**
   * What the environment says.
   *
   * @throws IOException if it names a properties file that can't be read
   */
  static OptionDefaults load(Map<String, String> environment) throws IOException {
    Properties properties = new Properties();
    String config = environment.get(CONFIG);
    if (config != null) {
      try (Reader reader = Files.newBufferedReader(Path.of(config))) {
        properties.load(reader);
      } catch (IOException e) {
        throw new IOException("%s names %s, which can't be read".formatted(CONFIG, config), e);
      }
    }
    return new OptionDefaults(environment, properties);
  }

  /** The lines of the properties file that are no option of a command. */
  List<String> unknown(CommandLine command) {
    Set<String> known =
        command.getCommandSpec().options().stream()
            .map(OptionDefaults::name)
            .collect(Collectors.toSet());
    return file.stringPropertyNames().stream()
        .filter(name -> !known.contains(name))
        .sorted()
        .toList();
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
    String variable = PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    String fromEnvironment = environment.apply(variable);
    // For a service named ijepa, Kubernetes sets IJEPA_PORT to an address: not meant for us.
    boolean isMeant = fromEnvironment != null && !fromEnvironment.startsWith("tcp://");
    return isMeant ? fromEnvironment : file.getProperty(name);
  }
}
