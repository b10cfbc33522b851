package dev.ijepa.client.cli;

import dev.ijepa.client.EmbedOutput;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The outputs by the names of the command line: {@code embedding-last4}. */
final class OutputName implements ITypeConverter<EmbedOutput>, Iterable<String> {

  static String of(EmbedOutput output) {
    return output.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public EmbedOutput convert(String name) {
    return Arrays.stream(EmbedOutput.values())
        .filter(output -> of(output).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected one of %s but was '%s'".formatted(String.join(", ", this), name)));
  }

  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(EmbedOutput.values()).map(OutputName::of).iterator();
  }
}
