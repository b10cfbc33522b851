package dev.ijepa.client.cli;

import dev.ijepa.client.PathName;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A name as a path, whatever the locale. */
final class PathConverter implements ITypeConverter<Path> {

  @Override
  public Path convert(String name) {
    try {
      return PathName.path(name);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
