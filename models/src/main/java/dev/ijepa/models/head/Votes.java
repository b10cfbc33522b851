package dev.ijepa.models.head;

/**
 * How the nearest training images vote. Source: DINOv2, eval/knn.py: each votes for its class with
 * the weight softmax(cosine / temperature) over the neighbours.
 *
 * @param neighbours how many vote, at least 1
 * @param temperature above 0; the lower, the more the nearest count
 */
public record Votes(int neighbours, double temperature) {
  /** More do not vote: the response may name some of them, and each is found exactly. */
  public static final int MOST_NEIGHBOURS = 1000;

  /** Whether all values are in their range. */
  public boolean areInRange() {
    return neighbours >= 1
        && neighbours <= MOST_NEIGHBOURS
        && temperature > 0
        && temperature < Double.POSITIVE_INFINITY;
  }
}
