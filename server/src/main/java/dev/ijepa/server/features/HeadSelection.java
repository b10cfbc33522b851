package dev.ijepa.server.features;

import java.util.OptionalLong;

/**
 * One classification head that a client selects.
 *
 * @param name of the head; empty selects the model's default head
 * @param topK the number of classes in the result, the most probable first; 0 means all of them,
 *     and empty means {@link #DEFAULT_TOP_K}
 */
public record HeadSelection(String name, OptionalLong topK) {
  /** The number of classes if a client gives none. */
  public static final int DEFAULT_TOP_K = 5;

  /** The number of classes in the result of a head that has so many. */
  int classesOf(int all) {
    long wanted = topK.orElse(DEFAULT_TOP_K);
    return wanted == 0 ? all : (int) Math.min(wanted, all);
  }
}
