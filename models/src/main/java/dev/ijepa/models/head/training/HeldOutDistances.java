package dev.ijepa.models.head.training;

/**
 * Distances from the nearest class means of images that are in no mean.
 *
 * @param calibration those that a threshold may be chosen by
 * @param test those that the head is judged by; the same if there are too few to divide
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
public record HeldOutDistances(float[] calibration, float[] test) {}
