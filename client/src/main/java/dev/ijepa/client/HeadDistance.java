package dev.ijepa.client;

/**
 * How far an image is from the classes of a head.
 *
 * @param value 1 − the cosine to the nearest class mean, in [0, 2]
 * @param percentile the percentage of the head's held-out images that are at most as far from
 *     theirs, in [0, 100]
 */
public record HeadDistance(float value, float percentile) {}
