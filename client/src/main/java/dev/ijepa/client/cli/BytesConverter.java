package dev.ijepa.client.cli;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes as the server's options have them: 512KiB, 32MiB, or plainly 4096. At most 1 GiB. */
final class BytesConverter implements ITypeConverter<Integer> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,10}) ?(B|KiB|MiB|GiB|)");
  private static final Map<String, Integer> SHIFTS =
      Map.of("", 0, "B", 0, "KiB", 10, "MiB", 20, "GiB", 30);
  private static final long MOST = 1L << 30;

  @Override
  public Integer convert(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (form.matches()) {
      long bytes = Long.parseLong(form.group(1)) << SHIFTS.getOrDefault(form.group(2), 0);
      if (bytes >= 1 && bytes <= MOST) {
        return (int) bytes;
      }
    }
    throw new TypeConversionException(
        "'"
            + text
            + "' is not a size from 1B to 1GiB; write a number of bytes, or one with KiB,"
            + " MiB or GiB: 32MiB");
  }
}
