/**
 * Training of heads on frozen features.
 *
 * <p>{@link dev.ijepa.models.head.training.LogisticRegression} fits a convex objective with {@link
 * dev.ijepa.models.head.training.TruncatedNewton}; the large products run in TensorFlow ({@link
 * dev.ijepa.models.head.training.TrainingGraph}).
 */
@NullMarked
package dev.ijepa.models.head.training;

import org.jspecify.annotations.NullMarked;
