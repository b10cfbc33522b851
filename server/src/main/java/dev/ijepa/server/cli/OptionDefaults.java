package dev.ijepa.server.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Where options come from that are not on the command line: {@code --max-batch-size} from the
 * environment's {@code IJEPA_MAX_BATCH_SIZE}, then from the line {@code max-batch-size = …} of the
 * properties file that {@code IJEPA_CONFIG} names.
 */
final class OptionDefaults implements IDefaultValueProvider {
  private static final String PREFIX = "IJEPA_";

  private final UnaryOperator<@Nullable String> environment;
  private final Properties file;

  OptionDefaults(Map<String, String> environment, Properties file) {
    this.environment = environment::get;
    this.file = file;
  }

  static OptionDefaults load() {
    Properties properties = new Properties();
    String config = System.getenv(PREFIX + "CONFIG");
    if (config != null) {
      try (Reader reader = Files.newBufferedReader(Path.of(config))) {
        properties.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(
            PREFIX + "CONFIG names " + config + ", which can't be read", e);
      }
    }
    return new OptionDefaults(System.getenv(), properties);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    String name = option.longestName().replaceFirst("^--", "");
    String variable = PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    String fromEnvironment = environment.apply(variable);
    return fromEnvironment != null ? fromEnvironment : file.getProperty(name);
  }
}
