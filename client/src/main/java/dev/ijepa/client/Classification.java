package dev.ijepa.client;

import java.util.List;

/**
 * The classes of one image.
 *
 * <pre>{@code
 * ClassScore top = client.classify(image).top();
 * System.out.printf("%s, %.1f %%%n", top.label(), 100 * top.probability());
 * }</pre>
 *
 * @param classes the most probable first, as many as were asked for; never empty
 * @param model the model that computed them
 * @param timings where the server's time went
 */
public record Classification(List<ClassScore> classes, ModelIdentity model, ItemTimings timings) {

  /** Copies the list. */
  public Classification {
    classes = List.copyOf(classes);
  }

  /** The most probable class. */
  public ClassScore top() {
    return classes.get(0);
  }
}
