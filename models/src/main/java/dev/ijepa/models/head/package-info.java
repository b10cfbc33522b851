/** Classifiers on top of the encoder. */
@NullMarked
package dev.ijepa.models.head;

import org.jspecify.annotations.NullMarked;
