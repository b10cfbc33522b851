package dev.ijepa.models;

import org.tensorflow.ConcreteFunction;
import org.tensorflow.DeviceSpec;
import org.tensorflow.ExecutionEnvironment;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.op.Ops;
import org.tensorflow.op.Scope;

/**
 * Adds operations to a graph, under the same names in every locale.
 *
 * <p>TensorFlow Java numbers operations of the same kind ({@code Const}, {@code Const_1}) with the
 * digits of the default locale, and TensorFlow accepts names in ASCII only. Without this class no
 * graph with two constants can be built where the default locale is Persian or Nepali.
 */
public final class GraphOps {
  private static final int DECIMAL = 10;

  private GraphOps() {}

  /** Operations on a graph. Use it instead of {@link Ops#create}. */
  public static Ops on(Graph graph) {
    return Ops.create(new Environment(graph));
  }

  /** Replaces each decimal digit of any script by the same digit in ASCII. */
  static String withAsciiDigits(String name) {
    StringBuilder ascii = new StringBuilder(name.length());
    name.codePoints()
        .forEach(
            character -> {
              int digit = Character.digit(character, DECIMAL);
              ascii.appendCodePoint(digit < 0 ? character : '0' + digit);
            });
    return ascii.toString();
  }

  /** The graph, with another outermost scope: {@link Ops} takes nothing else from it. */
  private record Environment(Graph graph) implements ExecutionEnvironment {
    @Override
    public Scope baseScope() {
      return new AsciiScope(graph.baseScope());
    }

    @Override
    public OperationBuilder opBuilder(String type, String name, Scope scope) {
      return graph.opBuilder(type, name, scope);
    }

    @Override
    public void attachFunction(ConcreteFunction function) {
      graph.attachFunction(function);
    }

    @Override
    public void checkInput(Operation input) {
      graph.checkInput(input);
    }

    @Override
    public Types environmentType() {
      return graph.environmentType();
    }

    @Override
    public boolean isInitializer(Operation operation) {
      return graph.isInitializer(operation);
    }
  }

  /** A scope of TensorFlow Java's, with names in ASCII. */
  private record AsciiScope(Scope scope) implements Scope {
    @Override
    public ExecutionEnvironment env() {
      return scope.env();
    }

    @Override
    public Scope withSubScope(String childScopeName) {
      return new AsciiScope(scope.withSubScope(childScopeName));
    }

    @Override
    public Scope withName(String opName) {
      return new AsciiScope(scope.withName(opName));
    }

    @Override
    public Scope withNameAsSubScope(String defaultName) {
      return new AsciiScope(scope.withNameAsSubScope(defaultName));
    }

    @Override
    public Scope withDevice(DeviceSpec deviceSpec) {
      return new AsciiScope(scope.withDevice(deviceSpec));
    }

    @Override
    public Scope withInitScope() {
      return new AsciiScope(scope.withInitScope());
    }

    @Override
    public Scope withControlDependencyOps(Iterable<Operation> controls) {
      return new AsciiScope(scope.withControlDependencyOps(controls));
    }

    @Override
    public String makeOpName(String defaultName) {
      return withAsciiDigits(scope.makeOpName(defaultName));
    }

    @Override
    public String makeUnique(String id) {
      return withAsciiDigits(scope.makeUnique(id));
    }

    @Override
    public void refreshNames() {
      scope.refreshNames();
    }

    @Override
    public OperationBuilder apply(OperationBuilder builder) {
      return scope.apply(builder);
    }

    @Override
    public String getDeviceString() {
      return scope.getDeviceString();
    }

    @Override
    public boolean isInit() {
      return scope.isInit();
    }
  }
}
