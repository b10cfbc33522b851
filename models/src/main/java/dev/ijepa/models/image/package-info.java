/**
 * Images: their sources, their limits, and the code that the decoders share. Each format has a
 * package of its own.
 */
@NullMarked
package dev.ijepa.models.image;

import org.jspecify.annotations.NullMarked;
