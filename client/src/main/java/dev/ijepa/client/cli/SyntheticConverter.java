package dev.ijepa.client.cli;

import dev.ijepa.client.bench.SyntheticImages;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 640x480:jpeg} as images. */
final class SyntheticConverter implements ITypeConverter<SyntheticImages> {

  @Override
  public SyntheticImages convert(String text) {
    try {
      return SyntheticImages.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
