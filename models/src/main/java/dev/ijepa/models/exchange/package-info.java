/** Heads as classifiers of transformers' checkpoints, and back. */
@NullMarked
package dev.ijepa.models.exchange;

import org.jspecify.annotations.NullMarked;
