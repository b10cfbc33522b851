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
 * @param classes what the first head says: the most probable first, as many as were asked for;
 *     never empty
 * @param model the model that computed them
 * @param timings where the server's time went
 * @param heads what each head says, in the order of {@link ClassifySettings#heads}. If none was
 *     named, the default head is here alone, and only if it says more than its classes
 */
public record Classification(
    List<ClassScore> classes, ModelIdentity model, ItemTimings timings, List<HeadResult> heads) {

  /** Copies the lists. */
  public Classification {
    classes = List.copyOf(classes);
    heads = List.copyOf(heads);
  }

  /** The most probable class. */
  public ClassScore top() {
    return classes.get(0);
  }
}
