/**
 * Writes models as TensorFlow SavedModels, loads them, and runs them.
 *
 * <p>A model folder is a SavedModel that any TensorFlow can load ({@code serving_default}, tag
 * {@code serve}). Files that only this project needs are in {@code assets.extra/}.
 */
@NullMarked
package dev.ijepa.models.savedmodel;

import org.jspecify.annotations.NullMarked;
