package dev.ijepa.client.cli;

import dev.ijepa.client.ElementType;
import dev.ijepa.client.EmbedOutput;
import dev.ijepa.client.bench.Arrivals;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The constants of an enum by the names of the command line: {@code embedding-last4}. */
abstract class EnumNames<E extends Enum<E>> implements ITypeConverter<E>, Iterable<String> {
  private final E[] constants;

  EnumNames(Class<E> type) {
    this.constants = type.getEnumConstants();
  }

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public E convert(String name) {
    return Arrays.stream(constants)
        .filter(constant -> of(constant).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected one of %s but was '%s'".formatted(String.join(", ", this), name)));
  }

  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(constants).map(EnumNames::of).iterator();
  }

  static final class Outputs extends EnumNames<EmbedOutput> {
    Outputs() {
      super(EmbedOutput.class);
    }
  }

  static final class ElementTypes extends EnumNames<ElementType> {
    ElementTypes() {
      super(ElementType.class);
    }
  }

  static final class ArrivalKinds extends EnumNames<Arrivals> {
    ArrivalKinds() {
      super(Arrivals.class);
    }
  }

  static final class Rpcs extends EnumNames<WorkloadOptions.RpcKind> {
    Rpcs() {
      super(WorkloadOptions.RpcKind.class);
    }
  }
}
