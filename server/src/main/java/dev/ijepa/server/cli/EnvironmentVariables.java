package dev.ijepa.server.cli;

import dev.ijepa.server.options.Suggestions;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The variables of the environment whose names begin with IJEPA_.
 *
 * <p>Kubernetes sets variables of the same form in every container beside a service named {@code
 * ijepa} or {@code ijepa-…}: IJEPA_SERVICE_HOST, IJEPA_PORT=tcp://10.0.0.1:50051,
 * IJEPA_PORT_50051_TCP_ADDR. They are not meant for this program.
 */
final class EnvironmentVariables {
  private static final String PREFIX = "IJEPA_";
  private static final String NEGATION = PREFIX + "NO_";

  /** Of the client's options, which the client checks. */
  private static final String CLIENT = PREFIX + "CLIENT_";

  /** What the script, the log and this command line read beside options. */
  private static final Set<String> OTHERS =
      Set.of("IJEPA_CONFIG", "IJEPA_JAVA_OPTS", "IJEPA_LOG_LEVEL", "IJEPA_PROFILE");

  private static final Pattern KUBERNETES_NAME =
      Pattern.compile(
          "IJEPA_(\\w+_)?(SERVICE_(HOST|PORT(_\\w+)?)|PORT_\\d+_(TCP|UDP|SCTP)(_\\w+)?)");
  private static final Pattern KUBERNETES_VALUE = Pattern.compile("(tcp|udp|sctp)://.*");

  private final Map<String, String> environment;

  EnvironmentVariables(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The value that is meant for an option; null if there is none. */
  @Nullable String value(String option) {
    String value = environment.get(variable(option));
    return value == null || isOfKubernetes(variable(option), value) ? null : value;
  }

  /** The variable of an option: IJEPA_MAX_DELAY for max-delay. */
  static String variable(String option) {
    return PREFIX + option.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** Tells the variables that nobody reads, each with what may have been meant. */
  List<String> problems(Collection<String> options) {
    Set<String> known = new HashSet<>(OTHERS);
    options.forEach(option -> known.add(variable(option)));
    return new TreeMap<>(environment)
        .entrySet().stream()
            .filter(variable -> isOurs(variable.getKey(), variable.getValue()))
            .map(Map.Entry::getKey)
            .filter(name -> !known.contains(name))
            .map(name -> problem(name, known))
            .toList();
  }

  private static boolean isOurs(String name, String value) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.startsWith(PREFIX) && !upper.startsWith(CLIENT) && !isOfKubernetes(name, value);
  }

  private static boolean isOfKubernetes(String name, String value) {
    return KUBERNETES_NAME.matcher(name).matches() || KUBERNETES_VALUE.matcher(value).matches();
  }

  private static String problem(String name, Set<String> known) {
    String positive = name.replaceFirst("^" + NEGATION, PREFIX);
    String hint =
        name.startsWith(NEGATION) && known.contains(positive)
            ? "; did you mean " + positive + "=false?"
            : Suggestions.didYouMean(name, known);
    return "the variable %s sets nothing%s".formatted(name, hint);
  }
}
