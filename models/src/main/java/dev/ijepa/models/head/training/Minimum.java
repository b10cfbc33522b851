package dev.ijepa.models.head.training;

/**
 * Where a minimisation ended.
 *
 * @param point shape [n]
 * @param value of the objective at the point
 * @param iterations steps that were taken
 * @param converged whether the end was reached, and not the limit of iterations
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
record Minimum(double[] point, double value, int iterations, boolean converged) {}
