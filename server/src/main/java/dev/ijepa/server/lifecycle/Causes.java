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
   * said already.
   */
  public static String inOneLine(Throwable failure) {
    List<String> texts = new ArrayList<>();
    for (Throwable each : Throwables.getCausalChain(failure)) {
      String message = String.valueOf(each.getMessage());
      boolean isNew = texts.stream().noneMatch(told -> told.contains(message));
      if (isNew && !isFrame(each) && texts.size() < MOST_CAUSES) {
        texts.add(text(each));
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
    String message = failure.getMessage();
    String type = failure.getClass().getSimpleName();
    if (message == null || message.isBlank()) {
      return type;
    }
    String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
    return isPlain(failure) ? line : type + ": " + line;
  }

  /** Whether the message is a sentence: that of a NoSuchFileException is a path. */
  private static boolean isPlain(Throwable failure) {
    return failure instanceof IOException
        && (failure.getClass() == IOException.class
            || failure.getClass().getName().startsWith("dev.ijepa."));
  }
}
