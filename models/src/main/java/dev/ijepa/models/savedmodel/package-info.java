/**
 * Models as TensorFlow SavedModels: written from a checkpoint, loaded, and run.
 *
 * <p>A model folder is a SavedModel that anything can load ({@code serving_default}, tag {@code
 * serve}), with what only this project needs in {@code assets.extra/}.
 */
@NullMarked
package dev.ijepa.models.savedmodel;

import org.jspecify.annotations.NullMarked;
