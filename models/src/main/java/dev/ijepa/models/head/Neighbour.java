package dev.ijepa.models.head;

/**
 * A training image that is near another image.
 *
 * @param path as the training list has it
 * @param index of its class
 * @param label of its class
 * @param similarity the cosine of the angle between the features of both, in [-1, 1]
 */
public record Neighbour(String path, int index, String label, float similarity) {}
