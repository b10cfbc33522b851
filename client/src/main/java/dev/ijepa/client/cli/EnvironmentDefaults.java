package dev.ijepa.client.cli;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Takes the default of {@code --top-k} from {@code IJEPA_CLIENT_TOP_K}, and so for each option. Not
 * the server's prefix: {@code IJEPA_MODEL} is a name and a folder there.
 */
record EnvironmentDefaults(Map<String, String> environment) implements IDefaultValueProvider {

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    String variable = variable(option);
    String value = environment.get(variable);
    if (value != null && !isReadable(value)) {
      throw new ParameterException(
          option.command().commandLine(),
          variable + " has characters that Java cannot read in this locale: set LC_ALL=C.UTF-8");
    }
    return value;
  }

  private static boolean isReadable(String value) {
    return LocaleEncoding.isUtf8()
        ? value.indexOf('\uFFFD') < 0
        : value.chars().allMatch(c -> c < 0x80);
  }

  private static String variable(OptionSpec option) {
    String name = option.longestName().replaceFirst("^-+", "").replace('-', '_');
    return "IJEPA_CLIENT_" + name.toUpperCase(Locale.ROOT);
  }
}
