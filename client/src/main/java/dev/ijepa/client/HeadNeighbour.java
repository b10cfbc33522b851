package dev.ijepa.client;

/**
 * A training image of a k-NN head.
 *
 * @param path as the training list has it
 * @param index of its class in the head's labels
 * @param label of its class
 * @param similarity the cosine of the angle between it and the image, in [-1, 1]
 */
public record HeadNeighbour(String path, int index, String label, float similarity) {}
