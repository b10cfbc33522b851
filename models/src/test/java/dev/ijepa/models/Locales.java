package dev.ijepa.models;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The locales of this Java, as far as programs meet differences between them. */
public final class Locales {
  private Locales() {}

  /**
   * One locale for each way of writing numbers and of changing cases: some dozens of the thousand
   * that there are.
   */
  public static List<Locale> thatDiffer() {
    List<Locale> locales = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Locale locale : Locale.getAvailableLocales()) {
      String numbers = String.format(locale, "%d %,d %.3f %e", -12, 1234567, -0.5, 1e-9);
      if (seen.add(numbers + "I".toLowerCase(locale) + "i".toUpperCase(locale))) {
        locales.add(locale);
      }
    }
    return locales;
  }

  /** What is done while another locale is the default. */
  @FunctionalInterface
  public interface Action<T> {
    T run() throws Exception;
  }

  /** Does something while a locale is the default of the process. */
  public static <T> T in(Locale locale, Action<T> action) throws Exception {
    Locale before = Locale.getDefault();
    Locale.setDefault(locale);
    try {
      return action.run();
    } finally {
      Locale.setDefault(before);
    }
  }
}
