package dev.ijepa.server.lifecycle;

import com.google.common.base.Throwables;
import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.ProvisionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Tells an operator in one line what has failed and why. */
public final class Causes {
  private static final int MOST_CAUSES = 5;

  private Causes() {}

  /**
   * The messages of an exception and of its causes, in one line.
   *
   * <p>Guice's frames around an exception are left out, and so is a message that repeats what is
   * said already. An exception of this project's says its cause itself.
   */
  public static String inOneLine(Throwable failure) {
    List<String> texts = new ArrayList<>();
    for (Throwable each : Throwables.getCausalChain(failure)) {
      String line = line(each);
      boolean isNew = line.isEmpty() || texts.stream().noneMatch(told -> told.contains(line));
      if (isNew && !isFrame(each) && texts.size() < MOST_CAUSES) {
        texts.add(text(each));
      }
      if (isOurs(each)) {
        break;
      }
    }
    return texts.isEmpty() ? text(failure) : String.join(": ", texts);
  }

  /** The exception that Guice has put its frames around. */
  public static Throwable withoutFrames(Throwable failure) {
    Throwable innermost = failure;
    while (isFrame(innermost) && innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost;
  }

  private static boolean isFrame(Throwable failure) {
    return failure instanceof ProvisionException
        || failure instanceof CreationException
        || failure instanceof ConfigurationException;
  }

  private static String text(Throwable failure) {
    String type = failure.getClass().getSimpleName();
    String line = line(failure);
    if (line.isEmpty()) {
      return type;
    }
    // The message of an IOException is a sentence; that of a NoSuchFileException is a path.
    return failure.getClass() == IOException.class || isOurs(failure) ? line : type + ": " + line;
  }

  private static String line(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? "" : message.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private static boolean isOurs(Throwable failure) {
    return failure instanceof IOException && failure.getClass().getName().startsWith("dev.ijepa.");
  }
}
