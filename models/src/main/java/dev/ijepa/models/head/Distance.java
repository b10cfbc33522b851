package dev.ijepa.models.head;

import org.jspecify.annotations.Nullable;

/**
 * How far an image is from the classes of a head.
 *
 * @param value 1 − the cosine to the nearest class mean, in [0, 2]
 * @param percentile the percentage of the held-out images that are at most as far from theirs, in
 *     [0, 100]
 * @param rejected whether the image is none of the classes; null if the head has no threshold
 */
public record Distance(float value, float percentile, @Nullable Boolean rejected) {}
