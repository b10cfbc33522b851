package dev.ijepa.client.cli;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Takes the default of {@code --top-k} from {@code IJEPA_CLIENT_TOP_K}, and so for each option. Not
 * the server's prefix: {@code IJEPA_MODEL} is a name and a folder there.
 */
record EnvironmentDefaults(Map<String, String> environment) implements IDefaultValueProvider {

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    return argument instanceof OptionSpec option ? environment.get(variable(option)) : null;
  }

  private static String variable(OptionSpec option) {
    String name = option.longestName().replaceFirst("^-+", "").replace('-', '_');
    return "IJEPA_CLIENT_" + name.toUpperCase(Locale.ROOT);
  }
}
